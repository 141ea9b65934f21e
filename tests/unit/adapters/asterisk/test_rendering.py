"""Trunks and standby rules as text: what may stand in them and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.config.trunks import gather_trunks, render_trunk, write_whole
from hollyhock.adapters.asterisk.standby import rules
from hollyhock.contracts.directory import Directory, EntryPoint, Prompt, Trunk
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.flow import Flow, HangUp, Part


def test_a_trunk_by_address_has_no_password_and_is_known_by_its_network() -> None:
    text = render_trunk(Trunk(code="t1", addresses=("192.0.2.1", "198.51.100.0/24")), "")
    assert "match = 192.0.2.1,198.51.100.0/24" in text
    assert "identify_by = ip" in text
    assert "type = auth" not in text


def test_a_gateway_with_an_account_is_known_by_its_user_name_only() -> None:
    text = render_trunk(Trunk(code="t1", kind="account", user="gw"), "pass")
    assert "[gw]\ntype = endpoint" in text
    assert "type = identify" not in text
    assert "auth = trunk-t1" in text


def test_a_carrier_where_we_register_is_known_by_its_server() -> None:
    text = render_trunk(Trunk(code="t1", kind="register", server="sip.example:5070", user="me"), "pass")
    assert "match = sip.example\n" in text
    assert "server_uri = sip:sip.example:5070" in text
    assert "outbound_auth = trunk-t1" in text


@pytest.mark.parametrize(
    ("trunk", "password", "field"),
    [
        (Trunk(code="../x", addresses=("192.0.2.1",)), "", "code"),
        (Trunk(code="t", kind="guess", addresses=("192.0.2.1",)), "", "kind"),
        (Trunk(code="t"), "", "addresses"),
        (Trunk(code="t", addresses=("192.0.2.1\n[evil]",)), "", "addresses"),
        (Trunk(code="t", kind="register", user="me"), "p", "server"),
        (Trunk(code="t", kind="register", server="a b", user="me"), "p", "server"),
        (Trunk(code="t", kind="account", user="aabcdefgh23456777"), "p", "user"),
        (Trunk(code="t", kind="account", user="trunk-other"), "p", "user"),
        (Trunk(code="t", kind="account", user="gw"), "", "password"),
        (Trunk(code="t", kind="account", user="gw"), "a;b", "password"),
        (Trunk(code="t", addresses=("192.0.2.1",), dnis=("1001&2",)), "", "dnis"),
    ],
)
def test_what_cannot_stand_in_a_configuration_is_refused_by_name(trunk: Trunk, password: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        render_trunk(trunk, password)
    assert refused.value.field == field
    assert not password or password not in str(refused.value.values)


def test_putting_trunks_together_says_whether_anything_changed_and_keeps_secrets_from_others(tmp_path: Path) -> None:
    whole = tmp_path / "etc" / "trunks.conf"
    write_whole(tmp_path / "trunks" / "b.conf", "two\n")
    write_whole(tmp_path / "trunks" / "a.conf", "one\n")
    assert gather_trunks(tmp_path / "trunks", whole)
    assert not gather_trunks(tmp_path / "trunks", whole)
    assert whole.read_text() == "one\ntwo\n"
    assert whole.stat().st_mode & 0o077 == 0


def test_standby_speaks_the_lines_language_or_the_one_it_has() -> None:
    flow = Flow(
        code="f",
        languages=("zh-Hans", "en"),
        start="end",
        nodes={"end": HangUp()},
        standby=(Part(prompt="both"), Part(prompt="english"), Part(prompt="unmade")),
    )
    directory = Directory(
        version=1,
        flows=(flow,),
        prompts=(
            Prompt(code="both", audio={"en": "b-en", "zh-Hans": "b-zh"}),
            Prompt(code="english", audio={"en": "e"}),
        ),
        entry_points=(
            EntryPoint(code="zh", address="1", flow="f"),
            EntryPoint(code="out", address="2", flow="gone", standby="forward", forward_to="4711"),
        ),
    )
    found = rules(directory, Path("/s"))
    assert {key: value for key, value in found.items() if key.startswith("1/")} == {
        "1/entry": "zh",
        "1/mode": "voicemail",
        "1/sound/1": "/s/b-zh",
        "1/sound/2": "/s/e",
    }
    assert found["zh/entry"] == "zh"
    assert {key: value for key, value in found.items() if key.startswith("2/")} == {
        "2/entry": "out",
        "2/mode": "forward",
        "2/to": "4711",
    }
