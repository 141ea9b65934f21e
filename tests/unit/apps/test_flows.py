from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from hollyhock.apps.flows.models import Flow, FlowVersion
from hollyhock.apps.flows.services import NotPublishable, publish, save_draft, save_flow
from hollyhock.apps.people.models import User
from hollyhock.apps.prompts.models import Prompt, Wording
from hollyhock.apps.prompts.services import file_of, save_wording
from hollyhock.apps.publishing.facade import build
from hollyhock.apps.publishing.selectors import newest
from hollyhock.apps.publishing.services import publish as publish_directory
from hollyhock.apps.tenancy.facade import home_domain
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant
from hollyhock.contracts.errors import Forbidden, Invalid
from hollyhock.contracts.ids import Scope
from hollyhock.testing.doors import make as doors

from .conftest import Maker

TEXT = """code: hello
languages: [zh-Hans, en]
start: welcome

nodes:
  welcome:
    kind: say
    say: [{ prompt: welcome }]
    next: bye
  bye:
    kind: hang_up
"""

OTHER = TEXT.replace("start:", "standby: [{ prompt: welcome }]\nstart:")


@pytest.fixture
def flow(domain: RoutingDomain) -> Flow:
    row = Flow(tenant=domain.tenant, code="hello", name_zh="问候", name_en="Hello")
    save_flow(None, row)
    return row


def say(tenant: Tenant, code: str, **texts: str) -> Prompt:
    prompt = Prompt.objects.create(tenant=tenant, code=code)
    for language, text in texts.items():
        save_wording(None, Wording(prompt=prompt, language=language.replace("_", "-"), text=text))
    return prompt


def test_a_flow_is_published_with_its_prompts_sounds(flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎", en="Welcome")
    publish(None, save_draft(None, flow, TEXT))
    publish_directory(Scope("demo"))
    directory = newest(Scope("demo"))
    assert directory is not None
    assert [(one.code, one.version) for one in directory.flows] == [("hello", 1)]
    (prompt,) = directory.prompts
    assert set(prompt.audio) == {"zh-Hans", "en"}
    assert file_of(prompt.audio["en"]).read_bytes() == b"Welcome"


def test_a_prompt_missing_in_a_language_is_refused(flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎")
    with pytest.raises(NotPublishable) as caught:
        publish(None, save_draft(None, flow, TEXT))
    assert any("welcome" in problem.zh and "en" in problem.zh for problem in caught.value.problems)
    assert not FlowVersion.objects.filter(state="published").exists()


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("next: bye", "next: nowhere"),
        TEXT.replace("kind: say", "kind: sing"),
        TEXT.replace("code: hello", "code: other"),
        "a: [",
        "",
        "- 1\n- 2",
    ],
)
def test_nothing_is_published_that_does_not_validate(text: str, flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎", en="Welcome")
    publish(None, save_draft(None, flow, TEXT))
    with capture_logs() as logs, pytest.raises(ValidationError):
        publish(None, save_draft(None, flow, text))
    assert flow.versions.get(state="published").number == 1
    assert build(home_domain(), 0).flows[0].code == "hello", "the engine is told of nothing else"
    told = [(line["event"], line["flow"], bool(line["faults"])) for line in logs]
    assert told == [("flow_refused", "hello", True)] * bool(text), "no text at all is not even kept as a draft"


def test_publishing_again_goes_back_to_an_older_version(flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎", en="Welcome")
    first = save_draft(None, flow, TEXT)
    publish(None, first)
    publish(None, save_draft(None, flow, OTHER))
    assert [(one.number, one.state) for one in flow.versions.all()] == [(2, "published"), (1, "retired")]
    publish(None, flow.versions.get(number=1))
    assert [(one.number, one.state) for one in flow.versions.all()] == [(2, "retired"), (1, "published")]


def test_a_published_text_never_changes_under_the_draft(flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎", en="Welcome")
    publish(None, save_draft(None, flow, TEXT))
    save_draft(None, flow, "broken")
    save_draft(None, flow, "still broken")
    assert flow.versions.get(state="published").text == TEXT
    assert flow.versions.get(state="draft").text == "still broken"


def test_a_leader_may_look_but_not_publish(flow: Flow, make_person: Maker) -> None:
    draft = save_draft(None, flow, TEXT)
    with pytest.raises(Forbidden):
        publish(make_person("boss", "shift_leader"), draft)


def test_the_editor_checks_tries_saves_and_publishes(office: Client, flow: Flow, tenant: Tenant) -> None:
    say(tenant, "welcome", zh_Hans="欢迎", en="Welcome to us")
    page = reverse("admin:flows_flow_editor", args=[flow.pk])
    wrong = office.post(page, {"do": "check", "text": TEXT.replace("next: bye", "next: bie")})
    (problem,) = wrong.context["problems"]
    assert problem["line"] == 9
    assert "bye" in problem["sentence"]
    trial: dict[str, Any] = {"do": "try", "text": TEXT, "language": "en", "keys": "", "answers": ""}
    tried = office.post(page, trial)
    assert [(step["node"], step["heard"]) for step in tried.context["steps"]] == [
        ("welcome", ["Welcome to us"]),
        ("bye", []),
    ]
    assert [(step["outcome"], step["then"]) for step in tried.context["steps"]] == [
        ("played", "node bye"),
        ("", "the end (completed)"),
    ]
    odd = office.post(page, {**trial, "answers": "customer: 7"})
    assert "answers" in odd.context["trial"].errors
    assert office.post(page, {"do": "save", "text": TEXT}).status_code == 302
    assert office.post(page, {"do": "publish", "text": TEXT}).status_code == 302
    changed = office.post(page, {"do": "check", "text": OTHER})
    assert len(changed.context["changes"]) >= 1
    refused = office.post(page, {"do": "publish", "text": "nonsense: ["})
    assert refused.status_code == 200
    assert flow.versions.get(state="published").text == TEXT
    office.post(page, {"do": "publish", "text": OTHER})
    assert office.post(page, {"do": "again", "number": "1", "text": TEXT}).status_code == 302
    assert flow.versions.get(state="published").number == 1


def test_a_flow_of_another_tenant_cannot_be_opened(office: Client, flow: Flow) -> None:
    other = Tenant.objects.create(code="other", name_zh="他", name_en="Other")
    theirs = Flow.objects.create(tenant=other, code="x", name_zh="x", name_en="x")
    assert office.get(reverse("admin:flows_flow_editor", args=[theirs.pk])).status_code == 404


def test_an_upload_that_is_no_sound_changes_nothing(tenant: Tenant, administrator: User) -> None:
    prompt = say(tenant, "welcome", en="Welcome")
    wording = prompt.wordings.get()
    wording.recording = b"MZ this is no sound"
    with pytest.raises(Invalid):
        save_wording(administrator, wording)
    assert prompt.wordings.get().recording is None


def test_another_text_is_another_sound(tenant: Tenant) -> None:
    prompt = say(tenant, "welcome", en="Welcome")
    wording = prompt.wordings.get()
    before = wording.sound
    wording.text = "Good morning"
    save_wording(None, wording)
    assert prompt.wordings.get().sound != before
    assert file_of(before).exists()
    assert Path(settings.HOLLYHOCK_HOME) in file_of(before).parents
    assert doors().spoken[-1] == ("Good morning", "en")
