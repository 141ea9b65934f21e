"""What all tests share: servers, started when the first test asks for them, and how hypothesis runs."""

from collections.abc import Iterator

import hypothesis
import pytest

from hollyhock.testing.nats import NatsServer
from hollyhock.testing.postgres import PostgresCluster, postgres_cluster
from hollyhock.testing.profile import EXAMPLES

# How long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("hollyhock", deadline=None, max_examples=100 * EXAMPLES)
hypothesis.settings.load_profile("hollyhock")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()
