"""Where Debian's testing release can be had: derived from the mirrors that this machine already uses."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

_DATED = re.compile(r"/\d{8}T\d{6}Z(?=/|$)")
_INDEX = re.compile(r"'([^']+)/dists/[^']*'")


def own_mirrors() -> list[str]:
    """Return the sites of this machine's apt sources, those with package lists on disk first, without doubles."""
    known = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    # A fresh container has no lists yet; what apt would fetch names the sites all the same.
    wanted = subprocess.run(["apt-get", "update", "--print-uris"], capture_output=True, text=True, check=False)
    sites = [*known.stdout.split(), *(found.group(1) for found in _INDEX.finditer(wanted.stdout))]
    return list(dict.fromkeys(site.rstrip("/") for site in sites if site))


def candidates(sites: Iterable[str]) -> list[str]:
    """Return addresses that may hold the testing release, likeliest first.

    A mirror may be pinned to a day or hold only security updates; the plain archive then usually stands beside it.
    """
    return list(dict.fromkeys(address for site in sites for address in _variants(site)))


def _variants(site: str) -> Iterator[str]:
    undated = _DATED.sub("", site)
    if undated != site:
        yield undated
        yield undated.replace("/archive/", "/", 1)
    yield undated.replace("-security", "")
    yield site
    parts = urlsplit(site)
    if parts.scheme in {"http", "https"} and parts.netloc:
        yield f"{parts.scheme}://{parts.netloc}/debian"
