"""Two test processes never get the same port, whoever started them."""

from __future__ import annotations

import socket
import subprocess
import sys

from hollyhock.testing.ports import free_port, free_ports

_OTHER = "from hollyhock.testing.ports import free_port; print(*(free_port() for _ in range(600)))"
"""More than a block has, so that it begins again from the first."""


def test_another_process_has_other_ports() -> None:
    mine = {free_port() for _ in range(600)}
    done = subprocess.run([sys.executable, "-c", _OTHER], capture_output=True, text=True, check=True)
    theirs = {int(port) for port in done.stdout.split()}
    assert theirs
    assert not mine & theirs


def test_a_port_that_somebody_has_is_not_given() -> None:
    given = {free_port() for _ in range(600)}
    taken = max(given)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as somebody:
        somebody.bind(("127.0.0.1", taken))
        assert taken not in {free_port() for _ in range(600)}


def test_a_centre_gets_a_range_for_sound_and_a_port_for_each_door() -> None:
    ports = free_ports()
    single = {ports.door, ports.web, ports.sip, ports.ari, ports.ami, ports.bus}
    assert len(single) == 6
    assert not single & set(range(ports.rtp_first, ports.rtp_last + 1))
