"""Logging in and out of the desk by password, with the second step where a person has set one up."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from hollyhock.apps.people.models import User
from hollyhock.contracts.errors import HollyhockError


class WrongPassword(HollyhockError):
    """Name or password do not fit; which of them is not said."""

    code = "wrong_password"
    status = 401
    zh = "登录名或密码不正确，请重新输入。"
    en = "The log-in name or the password is wrong; please enter them again."


class CodeNeeded(HollyhockError):
    """The person has two-step verification: the code is missing or wrong."""

    code = "code_needed"
    status = 401
    zh = "请输入身份验证器上的 6 位验证码。"
    en = "Enter the 6-digit code of your authenticator."


def log_in(request: HttpRequest, username: str, password: str, code: str) -> User:
    """Log a person in; raise ``WrongPassword`` or ``CodeNeeded``."""
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, User):
        raise WrongPassword(field="password")
    if get_adapter().is_mfa_enabled(person) and not _second_step(person, code):
        if code:
            # Counts towards the lock-out like a wrong password: six digits can be guessed otherwise.
            user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
        raise CodeNeeded(field="code")
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def log_out(request: HttpRequest) -> None:
    """End the web session."""
    logout(request)


def _second_step(person: User, code: str) -> bool:
    if not code:
        return False
    return any(found.wrap().validate_code(code) for found in Authenticator.objects.filter(user=person))
