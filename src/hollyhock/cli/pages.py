"""Pages that a command writes: what is wrong with the file's name is said before anything is computed."""

from pathlib import Path

from hollyhock.cli.words import language, say
from hollyhock.contracts.errors import Invalid
from hollyhock.simulation.chart import Words

_SUFFIXES = (".html", ".htm")


def check_page(path: Path | None) -> None:
    """Raise ``Invalid`` where no page can be written."""
    if path is None:
        return
    if path.suffix.lower() not in _SUFFIXES:
        _refuse(
            path,
            "文件名须以 .html 结尾；页面上的按钮可把图存为 PNG",
            "name it .html; its buttons save each chart as PNG",
        )
    if path.is_dir() or not path.parent.is_dir():
        _refuse(path, "请写一个已有文件夹里的文件", "name a file in a folder that exists")


def write_page(path: Path, page: str) -> None:
    """Write a page; raise ``Invalid`` with the system's reason where that cannot be done."""
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        _refuse(path, f"无法写入（{error.strerror}）", f"it cannot be written ({error.strerror})")


def words_of(title: str) -> Words:
    """Return what a page with this title says besides, in the language of this run."""
    return Words(title, say("存为 PNG", "Save as PNG"), language())


def clock(seconds: float) -> str:
    """Return seconds since the beginning as hours and minutes."""
    minutes = round(seconds / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _refuse(path: Path, zh: str, en: str) -> None:
    raise Invalid(field="chart", field_name=f"--chart {path}", remedy_zh=zh, remedy_en=en)
