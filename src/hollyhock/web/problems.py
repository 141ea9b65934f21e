"""Every error of the API leaves as a ``Problem`` in both languages."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadInput

from hollyhock.apps.base.saving import as_problem
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


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _send(
        Problem(code="refused", status=error.status_code, retryable=False, zh=f"请求被拒绝：{error}", en=str(error))
    )


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("request_failed", path=request.path, method=request.method, exc_info=error)
    return answer(HollyhockError())


def _send(problem: Problem) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(problem), status=problem.status, content_type="application/json")
