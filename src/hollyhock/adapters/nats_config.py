"""The configuration of the nats-server that we start."""

import json

from hollyhock.adapters.bus.limits import MAX_PAYLOAD
from hollyhock.contracts.settings import Secrets, Settings


def nats_config(settings: Settings, secrets: Secrets) -> str:
    """Return the text of ``nats-server.conf``: loopback only, a token, no JetStream, nothing on disk.

    The format takes JSON strings (https://docs.nats.io, "Configuration"). The file holds a secret: mode 0600.
    """
    return "\n".join(
        (
            'host: "127.0.0.1"',
            f"port: {settings.ports.bus}",
            f"authorization {{ token: {json.dumps(secrets.bus)} }}",
            f"max_payload: {MAX_PAYLOAD}",
            f"max_pending: {8 * MAX_PAYLOAD}",
            'write_deadline: "2s"',
            "",
        )
    )
