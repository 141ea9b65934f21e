"""The journal's schema: numbered SQL files, one folder per database."""

from importlib import resources

from hollyhock.contracts.errors import JournalBroken


def steps_above(folder: str, version: int) -> list[tuple[int, str]]:
    """Return (number, SQL) of each file of ``folder`` above the schema version that the database has.

    Raises ``JournalBroken`` when the database was made by a newer release.
    """
    files = resources.files("hollyhock.adapters.journal").joinpath(folder).iterdir()
    steps = sorted((int(file.name[:4]), file.read_text("utf-8")) for file in files if file.name.endswith(".sql"))
    if version > steps[-1][0]:
        raise JournalBroken(detail=f"schema version {version} is newer than this release")
    return [step for step in steps if step[0] > version]
