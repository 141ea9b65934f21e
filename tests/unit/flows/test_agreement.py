"""The dry run and the engine take the same way through the demo's flow, whatever happens on it."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.flows.centre import demo_directory, demo_flow

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Agent, Directory, EntryPoint
from hollyhock.contracts.events import AnyEvent, FlowEnded, NodeEntered
from hollyhock.contracts.flow import Ask, LookUp
from hollyhock.core.flows.dry_run import Inputs, StepTaken, dry_run
from hollyhock.core.machine import decide
from hollyhock.core.state import State

NOON = 1_800_000_000_000
CALL = "demo.main.i1"
FLOW = demo_flow()
SKILLS = {"operator": "service", "complaints": "complaints"}
ANSWERS = {
    "customer": {"tier": "vip", "customer_name": "李雷", "customer_number": "C10001"},
    "billing": {"balance": "4567", "valid_until": "2027-12-31"},
}
PLAIN = {"tier"}

INPUTS = st.builds(
    Inputs,
    now=st.integers(NOON, NOON + 7 * 86_400_000),
    language=st.just("zh-Hans"),
    values=st.just({"ani": "+8613800138001"}),
    keys=st.lists(st.sampled_from(["", "0", "1", "2", "9", "7", "13800138001#", "618001", "12"]), max_size=12).map(
        tuple
    ),
    answers=st.fixed_dictionaries({name: st.sampled_from([None, found]) for name, found in ANSWERS.items()}),
    staffed=st.fixed_dictionaries({queue: st.booleans() for queue in SKILLS}),
    message=st.booleans(),
)


class Engine:
    """The engine's state machine with one caller, fed with what happened in a dry run."""

    def __init__(self, directory: Directory, inputs: Inputs) -> None:
        self.state, self.now, self.count = State(), inputs.now, 0
        self.events: list[AnyEvent] = []
        agents = tuple(
            Agent(code=queue, name=queue, skills={SKILLS[queue]: 10})
            for queue, there in inputs.staffed.items()
            if there
        )
        point = EntryPoint(code="line", address="1001", flow=FLOW.code)
        self.tell(c.ClaimOwnership(epoch=1, owner="test"))
        self.tell(
            c.PublishDirectory(
                directory=msgspec.structs.replace(directory, flows=(FLOW,), agents=agents, entry_points=(point,))
            )
        )
        for agent in agents:
            self.tell(c.LogIn(agent=agent.code, session="s", device="d"))
        self.tell(c.Arrive(interaction=CALL, medium="voice", entry_point="line", leg="leg"), **inputs.values)

    def tell(self, command: c.AnyCommand, **personal: str) -> None:
        self.count += 1
        envelope = c.Envelope(id=str(self.count), actor="test", command=command, personal=personal)
        self.events += decide(self.state, envelope, self.now)

    def happens(self, step: StepTaken) -> None:
        """Report a step's outcome as channel and connectors would; nodes that need nobody have gone by already."""
        it = self.state.interaction(CALL)
        assert it is not None
        node = FLOW.nodes[step.node]
        if isinstance(node, LookUp):
            plain = {name: value for name, value in step.set.items() if name in PLAIN}
            personal = {name: value for name, value in step.set.items() if name not in PLAIN}
            found = step.outcome == "found"
            self.tell(c.LookUpDone(interaction=CALL, visit=it.visit, found=found, data=plain), **personal)
        elif step.outcome in {"played", "digits", "no_input", "invalid", "recorded", "failed"}:
            secret = isinstance(node, Ask) and node.secret
            self.tell(
                c.StepDone(
                    interaction=CALL,
                    visit=it.visit,
                    outcome=step.outcome,
                    digits="" if secret else step.key,
                    task="demo.main.i2",
                    sound="message.wav",
                    duration_ms=5_000,
                ),
                **(step.set if secret else {}),
            )


@given(INPUTS, st.booleans())
def test_both_take_the_same_way(inputs: Inputs, closed: bool) -> None:
    directory = demo_directory()
    if closed:
        calendars = tuple(msgspec.structs.replace(calendar, week=()) for calendar in directory.calendars)
        directory = msgspec.structs.replace(directory, calendars=calendars)
    steps = dry_run(FLOW, directory, inputs)
    engine = Engine(directory, inputs)
    for step in steps:
        engine.happens(step)
    entered = [(event.node, event.attempt) for event in engine.events if isinstance(event, NodeEntered)]
    assert entered == [(step.node, step.attempt) for step in steps]
    (ended,) = [event for event in engine.events if isinstance(event, FlowEnded)]
    assert ended.outcome == ("queued" if steps[-1].then.startswith("queue") else "hung_up")
