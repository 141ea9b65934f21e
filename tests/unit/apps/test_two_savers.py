"""Two persons save at once what fits alone and not together: one of them is refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from hollyhock.apps.centre import services
from hollyhock.apps.centre.models import Queue, Ring
from hollyhock.apps.people.facade import changes
from hollyhock.apps.publishing.facade import RulesBroken, build, check_tenant
from hollyhock.apps.tenancy.models import RoutingDomain

PATIENCE_S = 30


@pytest.mark.django_db(transaction=True)
def test_a_circle_that_two_make_together_is_refused_to_one_of_them(domain: RoutingDomain) -> None:
    rows = [Queue(tenant=domain.tenant, domain=domain, code=code, name_zh="名", name_en="Name") for code in "ab"]
    for row in rows:
        services.save_queue(None, row, [services.NewRing(Ring())], [])
    both_stored = threading.Barrier(2)

    def overflow(queue: Queue, to: str) -> str:
        try:
            with changes():
                services.save(None, Ring(queue=queue, after_s=30, overflow=f"queue:{to}"))
                if connection.features.has_select_for_update:
                    both_stored.wait(PATIENCE_S)
        except RulesBroken as refused:
            return str(refused)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        stored, refused = sorted(threads.map(overflow, rows, "ba"))

    assert stored == ""
    assert "溢出去向绕成圈" in refused
    assert sum(len(queue.rings) for queue in build(domain, 0).queues) == 3
    with changes():
        check_tenant(domain.tenant_id)
