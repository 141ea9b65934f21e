"""Whether web is well, for supervisors and for Prometheus."""

from __future__ import annotations

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


def health(_request: HttpRequest) -> JsonResponse:
    """Answer 200 while the records database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"part": "web", "ok": False, "records": False}, status=503)
    return JsonResponse({"part": "web", "ok": True, "records": True})


def metrics(_request: HttpRequest) -> HttpResponse:
    """Return the counters of this process (Prometheus text)."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
