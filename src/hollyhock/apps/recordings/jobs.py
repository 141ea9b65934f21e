"""The worker's part: encode one after the other, take in what lies on disk, remove what has had its time."""

from __future__ import annotations

import asyncio

import msgspec
import structlog
from prometheus_client import Gauge

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.recordings import messages, selectors, services
from hollyhock.apps.recordings.archive import archive
from hollyhock.contracts import subjects
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.subjects import Alarm

IDLE_MS = 2_000
SWEEP_MS = 60_000
_DAY_MS = 86_400_000
_GIB = 1 << 30
WAITING = Gauge("hollyhock_recordings_waiting", "Recordings that wait for the encoder")
BEHIND = Gauge("hollyhock_recordings_behind_seconds", "Age of the oldest recording that waits for the encoder")
USED = Gauge("hollyhock_recordings_bytes", "Bytes that raw and encoded recordings take")
log = structlog.get_logger(__name__)


def jobs(context: Context) -> list[Job]:
    """Return the encoder and the keeper."""
    return [
        Job("recordings.encode", lambda: encode_all(context)),
        Job("recordings.keep", lambda: keep(context)),
    ]


async def encode_all(context: Context) -> None:
    """Encode until cancelled; one at a time, because calls come first."""
    while True:
        if not await encode_next(context):
            await context.clock.wait_until(context.clock.now() + IDLE_MS)


async def encode_next(context: Context) -> bool:
    """Encode one recording; return False when none waits.

    Each step is durable before the next: encoded file, row, removal of the raw file. A kill between any two is mended
    by doing the step again.
    """
    name = await context.records(services.next_waiting, context.scope)
    if name is None:
        return False
    try:
        encoded = await asyncio.to_thread(archive().encode, name)
    except HollyhockError as error:
        log.warning("recording_not_encoded", recording=name, code=error.code)
        await context.records(services.fail, name, error.problem().en, context.clock.now())
        return True
    await context.records(services.finish, name, encoded, context.clock.now())
    await asyncio.to_thread(archive().drop_raw, name)
    return True


async def keep(context: Context) -> None:
    """Sweep every minute until cancelled."""
    over = False
    while True:
        over = await sweep(context, over=over)
        await context.clock.wait_until(context.clock.now() + SWEEP_MS)


async def sweep(context: Context, *, over: bool) -> bool:
    """Take in forgotten files, remove outlived recordings, measure backlog and space.

    ``over`` says whether the quota was exceeded at the last sweep; returns whether it is now.
    """
    now = context.clock.now()
    files = await asyncio.to_thread(lambda: list(archive().raw_files()))
    for name in await context.records(services.take_in, context.scope, files, now):
        await asyncio.to_thread(archive().drop_raw, name)
    await _remove_outlived(context, now)
    await _remove_messages(context, now)
    behind = await context.records(selectors.backlog, context.scope)
    WAITING.set(behind.waiting)
    BEHIND.set(0 if behind.oldest is None else max(0, now - behind.oldest) / 1000)
    return await _watch_space(context, over=over)


async def _remove_outlived(context: Context, now: int) -> None:
    before = now - context.settings.recording_days * _DAY_MS
    while names := await context.records(services.outlived, context.scope, before):
        for name in names:
            await asyncio.to_thread(archive().remove, name)
        await context.records(services.forget, names, now)


async def _remove_messages(context: Context, now: int) -> None:
    sounds = await asyncio.to_thread(archive().voicemails, now - context.settings.voicemail_days * _DAY_MS)
    awaited = await context.records(messages.awaited, sounds)
    for sound in sounds:
        if sound not in awaited:
            await asyncio.to_thread(archive().remove_voicemail, sound)


async def _watch_space(context: Context, *, over: bool) -> bool:
    """Raise the alarm at every sweep while the quota is exceeded, and end it once."""
    used, quota = await asyncio.to_thread(archive().used), context.settings.recording_quota_gb
    USED.set(used)
    alarm = Alarm(
        code="recordings_quota",
        zh=f"录音已占用 {used / _GIB:.1f} GB，超过配额 {quota} GB：请缩短保留天数或扩大磁盘。",
        en=f"Recordings take {used / _GIB:.1f} GB, more than their {quota} GB: keep them for fewer days or add space.",
        raised=used > quota * _GIB,
    )
    if alarm.raised or over:
        await context.bus.publish(subjects.alarm(context.scope), msgspec.json.encode(alarm))
    return alarm.raised
