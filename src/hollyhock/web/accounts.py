"""How people log in: by password, no self-registration, locked out after repeated failures."""

from __future__ import annotations

from typing import Any

import msgspec
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.people.facade import User
from hollyhock.contracts.errors import HollyhockError


class LockedOut(HollyhockError):
    """Too many failed log-ins for this name from this address."""

    code = "locked_out"
    status = 429
    retryable = True
    zh = "登录失败次数过多，请 {minutes} 分钟后再试，或请管理员解锁。"
    en = "Too many failed log-ins; try again in {minutes} minutes or ask an administrator to unlock."


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """People are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves."""
        return False


def display(person: User) -> str:
    """Return how allauth's pages address a person."""
    return person.name


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer a locked-out log-in in the form that the caller understands."""
    error = LockedOut(minutes=round(settings.AXES_COOLOFF_TIME * 60))
    if request.path.startswith("/api/"):
        return HttpResponse(msgspec.json.encode(error.problem()), status=error.status, content_type="application/json")
    return render(request, "account/locked.html", {"problem": error.problem()}, status=error.status)


def listen() -> None:
    """Have every log-in, log-out and failure written to the audit trail, whichever door it came through."""
    user_logged_in.connect(_logged_in, dispatch_uid="hollyhock.audit")
    user_logged_out.connect(_logged_out, dispatch_uid="hollyhock.audit")
    user_login_failed.connect(_failed, dispatch_uid="hollyhock.audit")


def _logged_in(user: User, **_: Any) -> None:
    record(user, Action.LOGGED_IN)


def _logged_out(user: User | None, **_: Any) -> None:
    if user is not None:
        record(user, Action.LOGGED_OUT)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    record(None, Action.LOG_IN_FAILED, actor=str(credentials.get("username", "")))
