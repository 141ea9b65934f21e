"""Adding a business app is adding one folder: no existing file changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FILES = {
    "__init__.py": "",
    "apps.py": """
from django.apps import AppConfig

class Config(AppConfig):
    name = "hollyhock.apps.greetings"
    label = "greetings"
    verbose_name = "Greetings"
""",
    "models.py": """
from django.db import models
from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded

class Greeting(Coded):
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = "greeting"
        verbose_name_plural = "Greetings"
""",
    "admin.py": """
from django.contrib import admin
from hollyhock.apps.greetings.models import Greeting
from hollyhock.apps.people.facade import NAMES, GatedAdmin, Place

@admin.register(Greeting)
class GreetingAdmin(GatedAdmin):
    place = Place("customers", 90, "waving_hand")
    fieldsets = (NAMES,)
""",
    "api.py": """
from ninja import Router
router = Router()

@router.get("/greetings")
def greetings(request):
    return []
""",
    "jobs.py": """
from hollyhock.apps.base.jobs import Job

async def nothing():
    pass

def jobs(context):
    return [Job("greetings.nothing", nothing)]
""",
    "connectors.py": """
from hollyhock.core.flows.connectors import Connector
CONNECTORS = (Connector(code="greetings", asks=("name",), gives=("greeting",)),)
""",
    "migrations/__init__.py": "",
}

TRY = """
import sys
import hollyhock.apps
hollyhock.apps.__path__.append(sys.argv[1])
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
call_command("migrate", verbosity=0, run_syncdb=True)
call_command("makemigrations", "greetings", verbosity=0)
call_command("migrate", verbosity=0)
from hollyhock.apps.flows.checking import connectors
from hollyhock.apps.people.models import User
from hollyhock.apps.tenancy.services import ensure
from hollyhock.bootstrap.worker import all_jobs
from hollyhock.contracts.ids import Scope
domain = ensure(Scope("demo"), "演示", "Demo")
root = User(tenant=domain.tenant, username="root", name="root", roles=["administrator"], language="en")
root.set_password("x")
root.save()
client = Client()
client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
assert "Greetings" in client.get("/office/").content.decode()
new = {"code": "hello", "name_zh": "好", "name_en": "Hello"}
assert client.post("/office/greetings/greeting/add/", new).status_code == 302
assert "Hello" in client.get("/office/greetings/greeting/").content.decode()
assert client.get("/api/greetings").json() == []
assert "greetings.nothing" in [job.name for job in all_jobs(None)]
assert "greetings" in connectors()
print("added")
"""


def test_one_folder_brings_tables_pages_api_jobs_and_connector(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / "greetings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(tmp_path)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "hollyhock.testing.django_settings", "HOLLYHOCK_TEST_RECORDS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("added"), done.stderr[-3000:]
