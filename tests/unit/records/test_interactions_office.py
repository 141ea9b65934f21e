"""Interactions in the back office: explained in the person's language, nothing personal, within their sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain

from .conftest import Maker
from .helpers import catch_up
from .test_interactions import NUMBER, OTHER, journal
from .test_projecting import CALL

PAGE = "/office/interactions/interaction/"


WORDS = {
    "en": ("Passed over: 2 busy", "Li Ming was chosen", "It has been offered to nobody yet."),
    "zh-Hans": ("未选：2 人忙", "选中 Li Ming", "还没有向任何座席派单。"),
}


@pytest.mark.parametrize("language", WORDS)
def test_offers_are_explained(
    domain: RoutingDomain, administrator: User, make_person: Maker, as_person: Callable[[User], Client], language: str
) -> None:
    make_person("li", "agent", agent_code="1001", name="Li Ming")
    administrator.language = language
    administrator.save()
    catch_up(journal())
    client = as_person(administrator)
    listed = client.get(PAGE).content.decode()
    assert CALL in listed
    assert "Li Ming" in listed
    shown = client.get(f"{PAGE}{CALL}/change/").content.decode()
    passed_over, chosen, nobody = WORDS[language]
    assert passed_over in shown
    assert chosen in shown
    assert f'href="/desk/interactions/{CALL}"' in shown
    assert NUMBER not in shown + listed
    assert nobody in client.get(f"{PAGE}{OTHER}/change/").content.decode()


def test_a_leader_of_another_team_does_not_find_it(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    make_person("li", "agent", agent_code="1001", team=teams["north"])
    leader = make_person("chen", "shift_leader", leads=(teams["south"],))
    catch_up(journal())
    client = as_person(leader)
    listed = client.get(PAGE)
    assert listed.status_code == 200
    assert CALL not in listed.content.decode()
    assert client.get(f"{PAGE}{CALL}/change/").status_code == 302
