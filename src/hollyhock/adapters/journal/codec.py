"""Entries as bytes: JSON by msgspec, personal values apart."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hollyhock.adapters.journal.upcast import UPCASTERS, VERSION, Fields, Upcaster, upcast
from hollyhock.contracts.errors import JournalBroken, JournalConflict
from hollyhock.contracts.journal import Entry, Personal

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Entry)
_FIELDS = msgspec.json.Decoder(dict[str, object])


def body_of(entry: Entry) -> str:
    """Return the entry as JSON text without personal values."""
    return _ENCODER.encode(msgspec.structs.replace(entry, personal=()) if entry.personal else entry).decode()


def entry_of(body: str, version: int, upcasters: Mapping[int, Upcaster] = UPCASTERS, newest: int = VERSION) -> Entry:
    """Return the entry that ``body``, written as ``version``, holds; raise ``JournalBroken`` when it cannot be read."""
    try:
        if version == newest:
            return _DECODER.decode(body)
        if version > newest:
            raise JournalBroken(detail=f"entry version {version} is newer than this release")
        fields: Fields = _FIELDS.decode(body)
        return msgspec.convert(upcast(fields, version, upcasters, newest), Entry)
    except (msgspec.DecodeError, KeyError) as error:
        raise JournalBroken(detail=f"an entry of version {version} cannot be read: {type(error).__name__}") from error


def personal_rows(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """Return (interaction, name, value) rows, the last one where a name is set twice."""
    kept = {(one.interaction, one.name): one.value for entry in entries for one in entry.personal}
    return [(_text(interaction), _text(name), _text(value)) for (interaction, name), value in kept.items()]


def personal_of(row: tuple[str, str, str]) -> Personal:
    """Return a row of the side table as a value."""
    return Personal(*row)


def check_batch(entries: Sequence[Entry], last: tuple[int, int]) -> None:
    """Raise ``JournalConflict`` unless ``entries`` follow ``last`` (number, epoch) without gap or older epoch."""
    seq, epoch = last
    for entry in entries:
        if entry.seq != seq + 1 or entry.epoch < epoch:
            raise JournalConflict
        seq, epoch = entry.seq, entry.epoch


def _text(value: str) -> str:
    """Replace what PostgreSQL cannot keep in a text: a caller may send it, and both databases shall answer alike."""
    return value.replace("\0", "\ufffd")
