import msgspec
import pytest

from hollyhock.contracts.commands import AttachData, ForceNotReady, HoldCall, NoteWrapUp, SetReady, Unlock
from hollyhock.contracts.desk_socket import Ask
from hollyhock.contracts.errors import Forbidden, Invalid
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import AgentCard, CardSnapshot, InteractionCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.desk.rights import actor


@pytest.fixture
def replica() -> Replica:
    made = Replica()
    agents = [
        AgentCard(key=f"agent:{code}", agent=code, name=code, team=team, site="", state="Ready", since=0)
        for code, team in (("1001", "north"), ("1002", "south"))
    ]
    talk = InteractionCard(
        key="interaction:i1",
        interaction="i1",
        medium="voice",
        phase="connected",
        phase_since=0,
        arrived=0,
        entry_point="e",
        language="en",
        agent="1001",
    )
    group = msgspec.structs.replace(
        talk,
        key="interaction:i2",
        interaction="i2",
        phase="offered",
        agent="1002",
        ringing={"1002": "o1", "1001": "o2"},
    )
    made.load(CardSnapshot(cursor=1, now=0, cards=(*agents, talk, group)))
    return made


def ticket(agent: str, *roles: str, teams: tuple[str, ...] = (), all_teams: bool = False) -> DeskTicket:
    return DeskTicket(
        aud="desk",
        tenant="t",
        domain="main",
        person=7,
        agent=agent,
        roles=roles,
        teams=teams,
        all_teams=all_teams,
        session="s",
        exp=0,
    )


AGENT = ticket("1001", "agent")
LEADER = ticket("", "shift_leader", teams=("north",))


def test_agents_command_themselves(replica: Replica) -> None:
    assert actor(AGENT, Ask(id="1", command=SetReady(agent="1001")), replica) == "agent:1001"
    assert actor(AGENT, Ask(id="1", command=HoldCall(agent="1001", interaction="i1")), replica) == "agent:1001"
    assert actor(AGENT, Ask(id="1", command=AttachData(interaction="i1", data={})), replica) == "agent:1001"


def test_what_rings_at_several_concerns_each_of_them_and_their_leaders(replica: Replica) -> None:
    attach = Ask(id="1", command=AttachData(interaction="i2", data={}))
    assert actor(AGENT, attach, replica) == "agent:1001"
    assert actor(LEADER, attach, replica) == "leader:7"
    assert Sight.of(AGENT, floor=False).shown(replica.cards["interaction:i2"], replica.team_of) is not None
    with pytest.raises(Forbidden):
        actor(ticket("1003", "agent"), attach, replica)


@pytest.mark.parametrize(
    "command",
    [
        SetReady(agent="1002"),
        HoldCall(agent="1002", interaction="i1"),
        ForceNotReady(agent="1002"),
        Unlock(agent="1001"),
        AttachData(interaction="i9", data={}),
    ],
)
def test_agents_command_nobody_else(
    replica: Replica, command: SetReady | HoldCall | ForceNotReady | Unlock | AttachData
) -> None:
    with pytest.raises(Forbidden):
        actor(AGENT, Ask(id="1", command=command), replica)


def test_leaders_command_their_teams(replica: Replica) -> None:
    assert actor(LEADER, Ask(id="1", command=Unlock(agent="1001")), replica) == "leader:7"
    assert actor(
        ticket("2001", "shift_leader", all_teams=True), Ask(id="1", command=Unlock(agent="1002")), replica
    ) == ("leader:2001")
    for refused in (Unlock(agent="1002"), Unlock(agent="nobody"), SetReady(agent="1001")):
        with pytest.raises(Forbidden):
            actor(LEADER, Ask(id="1", command=refused), replica)


def test_the_role_counts_and_not_the_teams_alone(replica: Replica) -> None:
    with pytest.raises(Forbidden):
        actor(ticket("1003", "agent", teams=("north",)), Ask(id="1", command=Unlock(agent="1001")), replica)


def test_personal_values_are_taken_only_as_a_note(replica: Replica) -> None:
    note = NoteWrapUp(agent="1001", interaction="i1", code="done")
    assert actor(AGENT, Ask(id="1", command=note, personal={"note": "ok"}), replica) == "agent:1001"
    for command, personal in (
        (note, {"ani": "1"}),
        (note, {"note": "x" * 4001}),
        (SetReady(agent="1001"), {"note": ""}),
    ):
        with pytest.raises(Invalid):
            actor(AGENT, Ask(id="1", command=command, personal=personal), replica)
