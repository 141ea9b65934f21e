"""Refusals that only the door knows, and problems built for it."""

import msgspec

from hollyhock.contracts.errors import HollyhockError, Invalid, Problem, Unavailable


class TooMany(HollyhockError):
    """More requests or frames than this door allows."""

    code = "too_many"
    status = 429
    retryable = True
    zh = "请求过于频繁，请稍后再试。"
    en = "Too many requests; please wait a moment."


class ForeignOrigin(HollyhockError):
    """A page of another site has opened a socket."""

    code = "foreign_origin"
    status = 403
    zh = "不允许其他网站的页面连接。"
    en = "Pages of other sites may not connect."


def unavailable(zh: str, en: str) -> Problem:
    """Return ``Unavailable`` with the part's name in both languages."""
    return msgspec.structs.replace(Unavailable(part=zh).problem(), en=Unavailable(part=en).problem().en)


def engine_away() -> Problem:
    """Return the problem of an engine that does not answer."""
    return unavailable("话务引擎", "The engine")


def bad_frame(detail: str) -> Invalid:
    """Return the refusal of a frame or body that cannot be read; ``detail`` is the decoder's sentence."""
    return Invalid(field_name="frame", remedy_zh=f"格式不正确（{detail}）", remedy_en=f"not understood ({detail})")
