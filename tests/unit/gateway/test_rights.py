import msgspec
import pytest

from hollyhock.contracts.commands import (
    AttachData,
    ChangeSkills,
    ForceNotReady,
    HoldCall,
    MoveInteraction,
    NoteWrapUp,
    PlaceInteraction,
    PullInteraction,
    PushInteraction,
    SetReady,
    Unlock,
    WidenInteraction,
)
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
    assert actor(LEADER, attach, replica) == "leader:#7"
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
    assert actor(LEADER, Ask(id="1", command=Unlock(agent="1001")), replica) == "leader:#7"
    assert actor(
        ticket("2001", "shift_leader", all_teams=True), Ask(id="1", command=Unlock(agent="1002")), replica
    ) == ("leader:2001")
    for refused in (Unlock(agent="1002"), Unlock(agent="nobody"), SetReady(agent="1001")):
        with pytest.raises(Forbidden):
            actor(LEADER, Ask(id="1", command=refused), replica)


@pytest.mark.parametrize(
    "command",
    [
        MoveInteraction(interaction="i3", queue="q"),
        PlaceInteraction(interaction="i3"),
        WidenInteraction(interaction="i3", ring=1),
    ],
)
def test_who_waits_is_every_leaders(
    replica: Replica, command: MoveInteraction | PlaceInteraction | WidenInteraction
) -> None:
    assert actor(LEADER, Ask(id="1", command=command), replica) == "leader:#7"
    for other in (AGENT, ticket("1003", "expert"), ticket("2001", "shift_leader")):
        with pytest.raises(Forbidden):
            actor(other, Ask(id="1", command=command), replica)


def test_what_rings_is_withdrawn_only_by_who_leads_one_of_those_whom_it_rings_at(replica: Replica) -> None:
    south = ticket("2001", "shift_leader", teams=("south",))
    move = Ask(id="1", command=MoveInteraction(interaction="i2", queue="q"))
    assert actor(LEADER, move, replica) == "leader:#7"
    assert actor(south, move, replica) == "leader:2001"
    with pytest.raises(Forbidden):
        actor(ticket("2001", "shift_leader", teams=("west",)), move, replica)
    with pytest.raises(Forbidden):
        actor(south, Ask(id="1", command=MoveInteraction(interaction="i1", queue="q")), replica)


def test_pushing_and_skills_go_by_the_agents_team(replica: Replica) -> None:
    for command in (PushInteraction(agent="1001", interaction="i3"), ChangeSkills(agent="1001", skills=None)):
        assert actor(LEADER, Ask(id="1", command=command), replica) == "leader:#7"
        with pytest.raises(Forbidden):
            actor(AGENT, Ask(id="1", command=command), replica)
    with pytest.raises(Forbidden):
        actor(LEADER, Ask(id="1", command=PushInteraction(agent="1002", interaction="i3")), replica)


def test_experts_and_leaders_take_for_themselves_and_agents_do_not(replica: Replica) -> None:
    take = Ask(id="1", command=PullInteraction(agent="1001", interaction="i3"))
    assert actor(ticket("1001", "agent", "expert"), take, replica) == "agent:1001"
    assert actor(ticket("1001", "agent", "shift_leader"), take, replica) == "agent:1001"
    for other in (AGENT, ticket("1002", "expert"), LEADER):
        with pytest.raises(Forbidden):
            actor(other, take, replica)


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
