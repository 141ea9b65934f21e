"""The page that a simulation writes, as a person opens it: each chart is saved as a picture."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from tests.e2e.conftest import Browsers

from hollyhock.cli.main import main

SCENARIO = """
calls = 200

[arrivals.sales]
per_hour = [60, 120]
talk = { mean_s = 60 }

[[groups]]
name = "all"
agents = [3]
skills = { sales = 3 }
"""


@pytest.mark.parametrize(("language", "save"), [("zh", "存为 PNG"), ("en", "Save as PNG")])
async def test_each_chart_is_saved_as_a_picture(tmp_path: Path, browsers: Browsers, language: str, save: str) -> None:
    scenario, page = tmp_path / "day.toml", tmp_path / "day.html"
    scenario.write_text(SCENARIO)
    with pytest.raises(SystemExit):
        main(["simulate", str(scenario), "--chart", str(page), "--lang", language])
    window = await browsers[0].new_page()
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    await window.goto(page.as_uri())
    buttons = window.get_by_role("button", name=save)
    assert await buttons.count() == await window.get_by_role("img").count() == 3
    async with window.expect_download() as saving:
        await buttons.first.click()
    saved = await saving.value
    assert saved.suggested_filename.startswith("sales")
    picture = tmp_path / "chart.png"
    await saved.save_as(picture)
    body = picture.read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", body[16:24]) == (1440, 600)
    # An empty sheet would be far smaller.
    assert len(body) > 10_000
    assert errors == []
    await window.close()
