"""Visitors' calls: a softphone for one call."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import httpx
import jwt
import pytest
from structlog.testing import capture_logs

from hollyhock.contracts.errors import Unknown
from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.testing.wait import until

from .conftest import TOKEN, House


@pytest.fixture
async def page(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as client:
        yield client


def visitor(**changed: object) -> str:
    claims: dict[str, object] = {"aud": "visitor", "tenant": "demo", "customer": "C7", "exp": int(time.time()) + 60}
    return jwt.encode({**claims, **changed}, TOKEN, algorithm="HS256")


async def test_a_visitor_gets_a_softphone_for_one_call(house: House, page: httpx.AsyncClient) -> None:
    body = {"entry_point": "web", "data": {"page": "/bill"}, "ticket": visitor()}
    answer = (await page.post("/visitor/call", json=body)).json()
    made = house.engine.provisions[-1]
    assert made == ProvisionDevice(
        device=answer["device"],
        secret=answer["secret"],
        entry_point="web",
        data={"page": "/bill"},
        personal={"customer_number": "C7"},
    )
    assert answer["device"].startswith("v")
    assert answer["target"] == f"sip:web@{answer['realm']}"
    phone = await house.socket(answer["path"], subprotocol="sip")
    await phone.close()
    await until(lambda: len(house.engine.provisions) == 2, "the account is removed")
    assert house.engine.provisions[-1] == ProvisionDevice(device=answer["device"], secret="")


async def test_a_site_that_knows_the_number_says_it_so_that_the_visitor_can_be_called_back(
    house: House, page: httpx.AsyncClient
) -> None:
    body = {"entry_point": "web", "ticket": visitor(number="+8613800138000")}
    assert (await page.post("/visitor/call", json=body)).is_success
    assert house.engine.provisions[-1].personal == {"customer_number": "C7", "callback_number": "+8613800138000"}


async def test_a_call_that_an_earlier_gateway_began_leaves_no_account(house: House, page: httpx.AsyncClient) -> None:
    answer = (await page.post("/visitor/call", json={"entry_point": "web"})).json()
    await house.stop()
    await house.start()
    phone = await house.socket(answer["path"], subprotocol="sip")
    await phone.close()
    await until(lambda: len(house.engine.provisions) == 2, "the account is removed")
    assert house.engine.provisions[-1] == ProvisionDevice(device=answer["device"], secret="")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid"),
        ({"entry_point": "../x"}, "invalid"),
        ({"entry_point": "web", "more": 1}, "invalid"),
        ({"entry_point": "web", "data": {f"page{n}": "v" for n in range(21)}}, "invalid"),
        ({"entry_point": "web", "data": {"page_k": "x" * 201}}, "invalid"),
        ({"entry_point": "web", "data": {"page_K-": "x"}}, "invalid"),
        ({"entry_point": "web", "data": {"tier": "vip"}}, "invalid"),
        ({"entry_point": "web", "data": {"page_k": 1}}, "invalid"),
        ({"entry_point": "web", "data": {"page_k": "x" * 20_000}}, "invalid"),
        ({"entry_point": "web", "ticket": "nonsense"}, "unauthenticated"),
        ({"entry_point": "web", "ticket": visitor(tenant="other")}, "unauthenticated"),
        ({"entry_point": "web", "ticket": visitor(exp=1)}, "unauthenticated"),
    ],
)
async def test_bad_questions_are_refused(
    house: House, page: httpx.AsyncClient, body: dict[str, object], code: str
) -> None:
    with capture_logs() as logs:
        answer = await page.post("/visitor/call", json=body)
    assert answer.json()["code"] == code
    assert answer.status_code == answer.json()["status"]
    assert logs == [{"event": "visitor_refused", "code": code, "log_level": "warning"}]
    assert not house.engine.provisions


async def test_an_unknown_entry_point_is_the_engines_answer(house: House, page: httpx.AsyncClient) -> None:
    house.engine.refuse[ProvisionDevice] = Unknown(what="entry point", name="web")
    answer = await page.post("/visitor/call", json={"entry_point": "web"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown")


async def test_one_address_has_a_limit(house: House, page: httpx.AsyncClient) -> None:
    answers = [await page.post("/visitor/call", json={"entry_point": "web"}) for _ in range(13)]
    assert [one.status_code for one in answers] == [200] * 12 + [429]
    assert len(house.engine.provisions) == 12


async def test_forms_and_other_sites_cannot_start_calls(house: House, page: httpx.AsyncClient) -> None:
    form = await page.post("/visitor/call", content='{"entry_point":"web"}', headers={"content-type": "text/plain"})
    assert form.status_code == 403
    foreign = await page.post("/visitor/call", json={"entry_point": "web"}, headers={"origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in foreign.headers
    assert not house.engine.provisions


async def test_a_named_site_may(house: House, page: httpx.AsyncClient) -> None:
    await house.stop()
    await house.start(origins=frozenset({"https://shop.example"}))
    origin = {"origin": "https://shop.example"}
    before = await page.options("/visitor/call", headers=origin)
    answer = await page.post("/visitor/call", json={"entry_point": "web"}, headers=origin)
    assert before.headers["access-control-allow-origin"] == "https://shop.example"
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert answer.status_code == 200
