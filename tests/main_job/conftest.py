from collections.abc import Iterator

import pytest

from tests.main_job.town import Town, town
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DeskFactory


@pytest.fixture(scope="module", params=["sqlite", "postgres", "mariadb"])
def place(
    request: pytest.FixtureRequest, desk_factory: DeskFactory, dovecot_server: DovecotServer
) -> Iterator[Town]:
    """The town of the module, on each database."""
    desk = desk_factory(request.param, SEND_DELAY_SECONDS="10")
    with town(desk, dovecot_server) as made:
        yield made
