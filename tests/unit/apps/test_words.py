"""Every label that a person sees exists in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils.translation import override

import hollyhock.apps
from hollyhock.apps.people.facade import PERSON_INLINES
from hollyhock.web import catalogue
from hollyhock.web.navigation import GROUPS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"VIP", "English", "中文", "ID", ""}
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("hollyhock.") and not hasattr(model, "instance_type")
]
PAGES = admin.site._registry
SHOWN = {
    *PAGES,
    *(inline.model for inline in PERSON_INLINES),
    *(inline.model for page in PAGES.values() for inline in page.inlines),
}
WEB = Path(hollyhock.apps.__file__).parent.parent / "web"


def labels(model: Any) -> Iterator[tuple[str, Any]]:
    meta = model._meta
    yield "name", meta.verbose_name
    yield "plural", meta.verbose_name_plural
    for field in meta.fields if model in SHOWN else ():
        if field.editable and not field.auto_created:
            yield field.name, field.verbose_name
            yield f"{field.name} help", field.help_text
        for value, text in field.flatchoices:
            yield f"{field.name}={value}", text
    page = admin.site._registry.get(model)
    for name in page.list_display if page else ():
        method = getattr(page, name, None) if isinstance(name, str) else None
        if callable(method):
            yield f"column {name}", getattr(method, "short_description", name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_label_is_there_in_both_languages(model: Any) -> None:
    for name, label in labels(model):
        with override("zh-hans"):
            zh = str(label)
        with override("en"):
            en = str(label)
        if zh in SAME_IN_BOTH or en in SAME_IN_BOTH or not re.search(r"[A-Za-z\u4e00-\u9fff]", zh):
            continue
        assert CHINESE.search(zh), f"{model._meta.label} {name}: {zh!r} is not Chinese"
        assert not CHINESE.search(en), f"{model._meta.label} {name}: {en!r} is not English"


def test_the_groups_of_the_sidebar_are_named_in_both_languages() -> None:
    for text in GROUPS.values():
        with override("zh-hans"):
            assert CHINESE.search(str(text))
        with override("en"):
            assert not CHINESE.search(str(text))


@pytest.mark.parametrize(
    "template",
    [*WEB.rglob("*.html"), *WEB.parent.glob("apps/*/templates/**/*.html")],
    ids=lambda path: path.name,
)
def test_templates_say_everything_twice(template: Path) -> None:
    text = template.read_text("utf-8")
    rest = re.sub(r'\{% both "[^"]*" "[^"]*" %\}', "", text)
    if template.name not in {"500.html", "base.html"}:  # both say it side by side
        assert not CHINESE.search(rest), template
    for zh, en in re.findall(r'\{% both "([^"]*)" "([^"]*)" %\}', text):
        assert CHINESE.search(zh)
        assert not CHINESE.search(en)


def test_other_peoples_words_are_translated_by_our_catalogue() -> None:
    with catalogue.write().open("rb") as compiled:
        words = GNUTranslations(compiled)
    assert words.gettext("Type to search") == "输入以搜索"
    assert words.gettext("Filters") == "筛选"
    assert words.gettext("Not there") == "Not there"
