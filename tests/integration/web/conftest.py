"""Django for the integration tests of web and worker, on a database file that several threads can share."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"

import django

django.setup()

import pytest


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables are made from the models, which is quicker; ``test_processes`` runs the migrations."""
    return False
