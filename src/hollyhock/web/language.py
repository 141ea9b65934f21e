"""The language switch of the back office."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hollyhock.apps.people.services import set_language

_CODES = {"zh-hans": "zh-Hans", "en": "en"}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the person, or in a cookie before the log-in, and go back to the page."""
    chosen = str(request.POST.get("language", "")).lower()
    back = str(request.POST.get("next") or request.headers.get("Referer") or "/office/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/office/"
    response = HttpResponseRedirect(back)
    if chosen in _CODES:
        if request.user.is_authenticated:
            set_language(request.user, _CODES[chosen])
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
    return response
