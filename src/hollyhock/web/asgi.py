"""The ASGI entry of web: static files beside Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")

from django.apps import apps
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

_django = cast("ASGIApp", get_asgi_application())
_packages = [(config.name, "static") for config in apps.get_app_configs() if Path(config.path, "static").is_dir()]

application = Starlette(
    routes=[
        Mount("/static", StaticFiles(packages=list(_packages))),
        Mount("/", _django),
    ]
)
