"""How many SQL statements list and ticket take, everything included that the pages load by themselves."""

from bench.statements import statements
from tests.loops import run
from tests.servers.fixtures import DeskFactory

LIST, TICKET, PING = 12, 16, 10


def test_list_and_ticket_take_few_statements(desk_factory: DeskFactory) -> None:
    desk = desk_factory(DEMO="1", COUNT_SQL="1")
    desk.manage("seed", "--tickets", "1000", "--seed", "1")
    with desk.start(seconds=180):
        counts = run(statements(desk.port))
    for name, pages in counts.items():
        assert pages["status"] == [200, 200], name
        assert 0 < pages["list"] <= LIST, (name, pages["parts"])
        assert 0 < pages["ticket"] <= TICKET, (name, pages["parts"])
        assert 0 < pages["ping"] <= PING, name
