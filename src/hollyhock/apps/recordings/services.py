"""Writing the manifest: from the journal, from what lies on disk, and as the encoder gets on."""

from __future__ import annotations

from collections.abc import Iterable

from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.facade import RoutingDomain, domain_of
from hollyhock.contracts.archive import Encoded, RawFile
from hollyhock.contracts.ids import Scope
from hollyhock.core.kpi.rows import RecordingFact

TRIES = 5
"""Then a recording counts as failed; its raw file stays until its retention ends."""
QUIET_MS = 30_000
"""A raw file that nobody has written for so long is over, if its interaction is."""
ORPHAN_MS = 600_000
"""A raw file that the journal does not know is taken in after so long: the journal may only be behind."""
_State = Recording.State


def note_recordings(domain: RoutingDomain, facts: Iterable[RecordingFact]) -> None:
    """Enter what the journal says of recordings; safe to repeat, and never takes an archived one back."""
    for fact in facts:
        name = fact.recording.removesuffix(".raw")
        row, _made = Recording.objects.get_or_create(
            name=name, defaults=_owner(domain) | {"began": fact.at, "changed": fact.at}
        )
        row.interaction_id = fact.interaction
        row.began = min(row.began, fact.at)
        if not fact.running:
            row.ended = fact.at
            if row.state == _State.RUNNING:
                row.state, row.changed = _State.WAITING, fact.at
        row.save(update_fields=("interaction", "began", "ended", "state", "changed"))


def take_in(scope: Scope, files: Iterable[RawFile], now: int) -> list[str]:
    """Compare the manifest with the raw files on disk; return the names whose raw file may go.

    A recording whose end was never told (a killed switch or engine) waits for the encoder once its interaction is
    closed and its file is quiet. A file that the journal does not know gets a row of its own.
    """
    domain, finished = domain_of(scope), []
    for file in files:
        row = Recording.objects.select_related("interaction").filter(pk=file.name).first()
        if row is None and now - file.changed >= ORPHAN_MS:
            began = file.changed - file.duration_ms
            Recording.objects.create(
                name=file.name, began=began, ended=file.changed, state=_State.WAITING, changed=now, **_owner(domain)
            )
        elif row is not None and row.state == _State.DONE:
            finished.append(file.name)
        elif row is not None and row.state == _State.RUNNING and now - file.changed >= QUIET_MS and _over(row):
            row.state, row.ended, row.changed = _State.WAITING, file.changed, now
            row.save(update_fields=("state", "ended", "changed"))
    return finished


def next_waiting(scope: Scope) -> str | None:
    """Return the recording to encode next: the oldest, after those that have failed less often."""
    waiting = Recording.objects.filter(domain=domain_of(scope), state=_State.WAITING)
    return waiting.order_by("attempts", "began", "pk").values_list("pk", flat=True).first()


def finish(name: str, encoded: Encoded, now: int) -> None:
    """Note that the encoded file stands; the raw one may go once this is committed."""
    row = Recording.objects.get(pk=name)
    row.state, row.changed, row.trouble = _State.DONE, now, ""
    row.duration_ms, row.size = encoded.duration_ms, encoded.size
    row.peaks = encoded.peaks or bytes(row.peaks)
    row.save(update_fields=("state", "changed", "trouble", "duration_ms", "size", "peaks"))


def fail(name: str, trouble: str, now: int) -> None:
    """Note a failed try; after ``TRIES`` the recording counts as failed."""
    row = Recording.objects.get(pk=name)
    row.attempts, row.trouble, row.changed = row.attempts + 1, trouble[:200], now
    if row.attempts >= TRIES:
        row.state = _State.FAILED
    row.save(update_fields=("attempts", "trouble", "state", "changed"))


def outlived(scope: Scope, before: int, most: int = 500) -> list[str]:
    """Return the names of recordings that began before a moment and whose files still stand."""
    kept = Recording.objects.filter(domain=domain_of(scope), began__lt=before).exclude(state=_State.REMOVED)
    return list(kept.exclude(state=_State.RUNNING).order_by("began").values_list("pk", flat=True)[:most])


def forget(names: Iterable[str], now: int) -> None:
    """Note that the files of these recordings are gone; the rows stay as the proof that they were."""
    Recording.objects.filter(pk__in=list(names)).update(state=_State.REMOVED, changed=now, peaks=b"", size=0)


def _over(row: Recording) -> bool:
    return row.interaction is None or row.interaction.closed is not None


def _owner(domain: RoutingDomain) -> dict[str, object]:
    return {"tenant_id": domain.tenant_id, "domain": domain}
