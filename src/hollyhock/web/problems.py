"""Every error of the API leaves as a ``Problem`` in both languages."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Any

import msgspec
import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.utils import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadInput

from hollyhock.apps.base.saving import BadField, as_problem
from hollyhock.contracts.errors import Forbidden, HollyhockError, Invalid, Problem, Unauthenticated, Unknown

log = structlog.get_logger(__name__)


def answer(error: HollyhockError) -> HttpResponse:
    """Return the HTTP form of an error."""
    return _send(error.problem())


def install(api: NinjaAPI) -> None:
    """Have the API answer all errors in our form."""
    handlers: dict[type[Exception], Any] = {
        HollyhockError: lambda _request, error: answer(error),
        ValidationError: lambda _request, error: answer(as_problem(error)),
        BadInput: _bad_input,
        AuthenticationError: lambda _request, _error: answer(Unauthenticated()),
        PermissionDenied: lambda _request, _error: answer(Forbidden()),
        Http404: lambda request, _error: answer(Unknown(what="page", name=request.path)),
        HttpError: _http,
        DataError: _unstorable,
        OverflowError: _unstorable,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _bad_input(_request: HttpRequest, error: BadInput) -> HttpResponse:
    first = error.errors[0] if error.errors else {"loc": (), "msg": ""}
    # The location begins with where it came from (query, body) and the parameter's name in our function.
    path = ".".join(str(step) for step in first["loc"][1:]) or "body"
    remedy = str(first["msg"])
    return answer(
        Invalid(field=path, field_name=path, remedy_zh=f"格式不对（{remedy}），请改正后重试。", remedy_en=f"{remedy}.")
    )


def _unstorable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer for values that no database takes: NUL characters, numbers beyond 64 bits."""
    remedy_zh, remedy_en = (
        "含有无法存储的字符或过大的数字，请改正。",
        "it holds characters or numbers that cannot be stored.",
    )
    return answer(BadField(field=None, field_zh="内容", field_en="input", remedy_zh=remedy_zh, remedy_en=remedy_en))


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _send(
        Problem(code="refused", status=error.status_code, retryable=False, zh=f"请求被拒绝：{error}", en=str(error))
    )


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    # Neither the path nor the error's own words: both may hold a customer's number.
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    route = getattr(request.resolver_match, "route", "")
    log.error("request_failed", route=route, method=request.method, error=type(error).__name__, where=where[-8:])
    return answer(HollyhockError())


def _send(problem: Problem) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(problem), status=problem.status, content_type="application/json")
