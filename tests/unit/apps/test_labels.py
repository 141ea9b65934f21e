"""What the desk is told of codes and media besides their names."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from django.test import Client
from django.utils.translation import override

from hollyhock.apps.base import media
from hollyhock.apps.centre.models import WrapUpCode
from hollyhock.apps.tenancy.models import Tenant
from hollyhock.contracts import directory
from hollyhock.contracts.directory import Names
from hollyhock.contracts.extensions import MEDIA


def test_a_wrap_up_codes_label_says_whether_it_leaves_the_matter_open(office: Client, tenant: Tenant) -> None:
    WrapUpCode.objects.create(tenant=tenant, code="follow", name_zh="待跟进", name_en="Follow up", leaves_open=True)
    (label,) = office.get("/api/labels").json()["wrap_up_codes"]
    assert label == {"code": "follow", "name": {"zh": "待跟进", "en": "Follow up"}, "leaves_open": True}


def test_a_channels_own_name_stands_for_its_medium(monkeypatch: pytest.MonkeyPatch, office: Client) -> None:
    def installed(group: str) -> list[EntryPoint]:
        there = [
            EntryPoint("echo", "hollyhock.contracts.directory:NAMES", MEDIA),
            EntryPoint("gone", "no_such_package:NAMES", MEDIA),
        ]
        return [entry for entry in there if entry.group == group]

    monkeypatch.setattr(directory, "NAMES", Names("回声", "Echo"), raising=False)
    monkeypatch.setattr(media, "entry_points", installed)
    media.shipped.cache_clear()
    try:
        assert office.get("/api/labels").json()["media"] == [{"code": "echo", "name": {"zh": "回声", "en": "Echo"}}]
        with override("en"):
            assert (str(media.label("echo")), str(media.label("gone"))) == ("Echo", "gone")
    finally:
        media.shipped.cache_clear()
