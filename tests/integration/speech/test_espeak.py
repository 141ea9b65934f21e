"""espeak-ng from the parts folder."""

from pathlib import Path

import pytest

from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.espeak import Espeak
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.parts import PartsLayout, Program
from hollyhock.contracts.settings import Settings
from hollyhock.testing.parts import fetched_parts

HUMMING = """
from array import array
from hollyhock.adapters.speech.sound import Sound

class Humming:
    name = "humming"
    def synthesise(self, text, language):
        return Sound(8000, array("h", [100] * 8000))

def make(layout):
    return Humming()
"""
SENTENCES = [("查询余额请按 1。", "zh-Hans"), ("To hear your balance, press 1.", "en")]


@pytest.mark.parametrize(
    ("text", "language"), [("查询余额请按 1。", "zh-Hans"), ("To hear your balance, press 1.", "en")]
)
def test_text_is_spoken(text: str, language: str) -> None:
    sound = load_engine(fetched_parts()).synthesise(text, language)
    assert 1_000 < sound.duration_ms < 6_000
    assert max(map(abs, sound.samples)) > 3_000


def test_a_chinese_name_is_spoken_by_the_chinese_voice_in_every_language() -> None:
    engine = load_engine(fetched_parts())
    assert engine.synthesise("李雷", "en") == engine.synthesise("李雷", "zh-Hans")


def test_text_that_looks_like_an_option_is_text() -> None:
    assert load_engine(fetched_parts()).synthesise("--version", "en").duration_ms > 300


def test_a_missing_engine_is_named() -> None:
    with pytest.raises(Unavailable) as caught:
        Espeak(Program(argv=("/nowhere/espeak-ng",))).synthesise("hello", "en")
    assert "espeak-ng" in caught.value.problem().en


def test_an_engine_that_fails_or_says_nothing_is_named() -> None:
    for argv in (("/bin/false",), ("/bin/true",)):
        with pytest.raises(Unavailable):
            Espeak(Program(argv=argv)).synthesise("hello", "en")


def test_another_engine_is_a_package_that_nothing_else_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "humming.py").write_text(HUMMING, encoding="utf-8")
    described = tmp_path / "humming-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: humming\nVersion: 1\n", encoding="utf-8")
    (described / "entry_points.txt").write_text("[hollyhock.speech]\nhumming = humming:make\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    layout = PartsLayout(home="/nowhere", settings=Settings(speech="humming"), machine="x86_64")
    engine = load_engine(layout)
    assert engine.name == "humming"
    assert engine.synthesise("hello", "en").duration_ms == 1_000


def test_an_engine_that_no_package_offers_is_named() -> None:
    layout = PartsLayout(home="/nowhere", settings=Settings(speech="none-such"), machine="x86_64")
    with pytest.raises(Unavailable) as caught:
        load_engine(layout)
    assert "none-such" in caught.value.problem().zh
