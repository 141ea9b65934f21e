"""Fresh ids name their scope, sort by time and never repeat."""

from collections.abc import Callable

import pytest

from hollyhock.adapters.ids import RandomIds
from hollyhock.contracts.ids import Scope, scope_of
from hollyhock.contracts.ports import IdSource
from hollyhock.testing.clock import FakeClock
from hollyhock.testing.ids import CountedIds

MAKERS: list[Callable[[], IdSource]] = [
    lambda: RandomIds(Scope("demo"), FakeClock()),
    lambda: CountedIds(Scope("demo")),
]


@pytest.mark.parametrize("make", MAKERS)
def test_ids_are_fresh_and_scoped(make: Callable[[], IdSource]) -> None:
    source = make()
    made = [source.new("i") for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(scope_of(one) == Scope("demo") for one in made)
    assert all(one.startswith("demo.main.i") and len(one) == len("demo.main.i") + 20 for one in made)


async def test_ids_sort_by_time() -> None:
    clock = FakeClock()
    source = RandomIds(Scope("demo"), clock)
    made = []
    for _ in range(20):
        made.append(source.new("i"))
        await clock.advance(1)
    assert made == sorted(made)


def test_counted_ids_repeat_with_every_run() -> None:
    assert CountedIds().new("i") == CountedIds().new("i")
