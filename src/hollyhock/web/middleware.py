"""What every request gets: the person's language, and the address it came from for the audit trail."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from prometheus_client import Counter, Histogram

from hollyhock.apps.audit.facade import address
from hollyhock.contracts.errors import HollyhockError

REQUESTS = Counter("hollyhock_web_requests", "Requests by part and kind of answer", ["part", "status"])
SECONDS = Histogram("hollyhock_web_request_seconds", "Time of requests by part", ["part"])

Next = Callable[[HttpRequest], HttpResponse]


class PersonsLanguage:
    """Uses the person's own language; before the log-in the cookie's, then the browser's, then Chinese."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request in that language."""
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "zh-hans")
            return response


class RequestAddress:
    """Keeps the client's address where the audit trail finds it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request with its address known."""
        token = address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            address.reset(token)


class Measured:
    """Counts requests and their time for Prometheus, by what kind of page they were for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request under the clock."""
        part = (
            request.path.split("/", 2)[1] if request.path.startswith(("/api/", "/office/", "/accounts/")) else "other"
        )
        with SECONDS.labels(part).time():
            response = self.get_response(request)
        REQUESTS.labels(part, f"{response.status_code // 100}xx").inc()
        return response


class Refusals:
    """Answers a refusal that a page raised with a page that says why."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for one of our errors; others go on as they are."""
        if not isinstance(error, HollyhockError):
            return None
        return render(request, "problem.html", {"problem": error.problem()}, status=error.status)


def language_of(request: HttpRequest) -> str:
    """Return Django's code of the language for a request."""
    if request.user.is_authenticated:
        return request.user.language.lower()
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "").lower()
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def client_address(request: HttpRequest) -> str | None:
    """Return the address that the gateway, our only client, says the request came from.

    The gateway appends what it saw itself, so the last entry of ``X-Forwarded-For`` cannot be forged.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    found = forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR") or None
    return str(found) if found else None
