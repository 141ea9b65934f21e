"""Origin, limits, outbox, remembered sights."""

from hollyhock.contracts.desk_socket import Displaced
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.desk.outbox import Outbox
from hollyhock.gateway.desk.remembered import Remembered
from hollyhock.gateway.limits import Bucket, Sources
from hollyhock.gateway.origin import allowed

SHOP = frozenset({"https://shop.example"})


def test_pages_of_the_same_host_or_named_ones_may_connect() -> None:
    assert allowed({"host": "hh.example:8080", "origin": "http://hh.example:8080"}, SHOP)
    assert allowed({"host": "hh.example", "origin": "https://shop.example"}, SHOP)
    assert allowed({"host": "hh.example"}, SHOP)
    for foreign in ("https://evil.example", "null", "http://hh.example:8080.evil.example", "file://hh.example"):
        assert not allowed({"host": "hh.example:8080", "origin": foreign}, SHOP)


def test_a_bucket_refills_with_time() -> None:
    bucket = Bucket(per_second=1, burst=2)
    assert [bucket.take(100.0), bucket.take(100.0), bucket.take(100.0)] == [True, True, False]
    assert [bucket.take(101.0), bucket.take(101.0)] == [True, False]


def test_each_source_has_its_own_bucket_and_the_oldest_is_forgotten() -> None:
    sources = Sources(per_minute=1, most=2)
    assert sources.take("a", 1.0)
    assert not sources.take("a", 1.0)
    assert sources.take("b", 1.0)
    assert sources.take("c", 1.0)
    assert sources.take("a", 1.0)


async def test_an_outbox_notes_that_its_desk_does_not_read() -> None:
    outbox = Outbox(most=2)
    for _ in range(3):
        outbox.put(Displaced())
    assert outbox.overflown
    assert [outbox.take(), outbox.take(), outbox.take()] == [Displaced(), Displaced(), None]


def test_only_a_log_in_with_one_sight_goes_on_from_a_cursor() -> None:
    seen = Remembered(most=2)
    assert [seen.only("s", Sight("1")), seen.only("s", Sight("1"))] == [False, True]
    assert not seen.only("s", Sight("1", all_teams=True))
    assert not seen.only("s", Sight("1"))
    seen.only("a", Sight("1"))
    seen.only("b", Sight("1"))
    assert not seen.only("s", Sight("1"))
