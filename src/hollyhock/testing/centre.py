"""A small centre for tests of the core and the engine: two queues, three skills, six agents, one flow."""

from __future__ import annotations

from hollyhock.contracts.directory import Agent, Directory, EntryPoint, Labelled, Names, Prompt, Queue
from hollyhock.contracts.flow import Choice, Flow, HangUp, LookUp, Menu, Part, Say, Staffed, ToQueue, Voicemail
from hollyhock.contracts.routing import Entry, Requirement, Ring

_ONE_NUMBER = Entry(most_per_customer=0)
"""The callers of most tests all have the same."""


def small_centre(version: int = 1, *, wrap_up_ms: int = 30_000, offer_ms: int = 15_000, agents: int = 6) -> Directory:
    """Return a directory with queues ``sales`` (then wider after 20 s) and ``help``, DNIS 1001 and 1002.

    1001 walks the whole flow (menu 1 = look-up, 2 = sales, 0 = help); 1002 goes straight to ``sales``. Odd agents know
    sales, even agents help, every third both.
    """
    return Directory(
        version=version,
        queues=(
            Queue(
                code="sales",
                name=Names("销售", "Sales"),
                rings=(
                    Ring(requires=(Requirement("sales", 5),)),
                    Ring(after_ms=20_000, requires=(Requirement("sales", 1),)),
                ),
                wrap_up_ms=wrap_up_ms,
                offer_ms=offer_ms,
                wrap_up_codes=("sold", "lost"),
                entry=_ONE_NUMBER,
            ),
            Queue(
                code="help",
                name=Names("帮助", "Help"),
                rings=(Ring(requires=(Requirement("help", 1),)),),
                wrap_up_ms=wrap_up_ms,
                offer_ms=offer_ms,
                wrap_up_codes=("solved", "open"),
                entry=_ONE_NUMBER,
            ),
        ),
        agents=tuple(_agent(number) for number in range(1, agents + 1)),
        reasons=(Labelled("lunch", Names("午餐", "Lunch")),),
        entry_points=(
            EntryPoint(code="line", address="1001", flow="line"),
            EntryPoint(code="direct", address="1002", flow="direct"),
        ),
        flows=(_line(), _direct()),
        prompts=tuple(Prompt(code=code) for code in ("welcome", "menu", "sorry", "leave")),
    )


def _agent(number: int) -> Agent:
    skills = {"sales": min(1 + number, 10)} if number % 2 else {"help": min(number, 10)}
    if number % 3 == 0:
        skills = {"sales": 9, "help": 9}
    return Agent(code=f"{100 + number}", name=f"Agent {number}", team="a" if number <= 3 else "b", skills=skills)


def _line() -> Flow:
    return Flow(
        code="line",
        languages=("zh-Hans", "en"),
        start="welcome",
        nodes={
            "welcome": Say(say=(Part(prompt="welcome"),), next="staffed"),
            "staffed": Staffed(queue="help", yes="menu", no="message"),
            "menu": Menu(
                say=(Part(prompt="menu"),),
                choices={
                    "1": Choice(next="balance"),
                    "2": Choice(next="sales", set={"language": "en"}),
                    "0": Choice(next="help"),
                },
                tries=2,
                failed="help",
            ),
            "balance": LookUp(connector="billing", ask={"number": "ani"}, found="tell", unknown="help"),
            "tell": Say(say=(Part(read="amount", value="balance"),), next="menu"),
            "sales": ToQueue(queue="sales", priority=7),
            "help": ToQueue(queue="help"),
            "message": Voicemail(say=(Part(prompt="leave"),), queue="help", next="bye"),
            "bye": HangUp(say=(Part(prompt="sorry"),)),
        },
    )


def _direct() -> Flow:
    return Flow(code="direct", languages=("zh-Hans",), start="go", nodes={"go": ToQueue(queue="sales")})
