"""Which epochs acted, and whether one went on after its time.

Facts carry the epoch of the change that published them, mails the epoch that claimed them. A trigger on
the lease counts, inside the takeover's own transaction, what the epoch that ends has written: with the fence
all of it is committed by then, so its count never grows again. Where it grows, two nodes acted.
"""

from dataclasses import dataclass

from tests.failover.databases import Server

_TABLES = """
CREATE TABLE failover_taken (epoch BIGINT PRIMARY KEY, node VARCHAR(64), facts BIGINT, claims BIGINT);
CREATE TABLE failover_claim (mail BIGINT, claim BIGINT, epoch BIGINT)
"""
_TAKEN = """INSERT INTO failover_taken SELECT NEW.epoch,
  (SELECT name FROM clustering_node WHERE id = NEW.node_id),
  (SELECT COUNT(*) FROM common_outboxrow WHERE epoch = OLD.epoch),
  (SELECT COUNT(*) FROM failover_claim WHERE epoch = OLD.epoch);"""
_CLAIM = "INSERT INTO failover_claim VALUES (NEW.id, NEW.claim, NEW.claimed_epoch);"
_POSTGRES = f"""
CREATE FUNCTION failover_taken() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN {_TAKEN} RETURN NULL; END $$;
CREATE FUNCTION failover_claim() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN {_CLAIM} RETURN NULL; END $$;
CREATE TRIGGER failover_taken AFTER UPDATE ON clustering_lease FOR EACH ROW
  WHEN (OLD.epoch <> NEW.epoch) EXECUTE FUNCTION failover_taken();
CREATE TRIGGER failover_claim AFTER UPDATE ON mail_outboundmail FOR EACH ROW
  WHEN (OLD.claim <> NEW.claim) EXECUTE FUNCTION failover_claim();
"""
_MARIADB = (
    f"""CREATE TRIGGER failover_taken AFTER UPDATE ON clustering_lease FOR EACH ROW
      IF OLD.epoch <> NEW.epoch THEN {_TAKEN} END IF""",
    f"""CREATE TRIGGER failover_claim AFTER UPDATE ON mail_outboundmail FOR EACH ROW
      IF OLD.claim <> NEW.claim THEN {_CLAIM} END IF""",
)


def open_ledger(server: Server) -> None:
    """Puts the triggers in; the product knows nothing of them."""
    for statement in [*_TABLES.split(";"), *([_POSTGRES] if server.engine == "postgres" else _MARIADB)]:
        server.rows(statement)


@dataclass(frozen=True)
class Epoch:
    """One holder's time: how many rows carry its number, and how many of them came after it was over."""

    number: int
    node: str
    facts: int
    claims: int
    late: int


def epochs(server: Server) -> list[Epoch]:
    """Every epoch that was taken or is found on a row of work."""
    facts, claims = _counted(server, "common_outboxrow"), _counted(server, "failover_claim")
    taken = server.rows("SELECT epoch, node, facts, claims FROM failover_taken")
    nodes = {epoch: node for epoch, node, *_ in taken}
    closed = {epoch - 1: facts_then + claims_then for epoch, _node, facts_then, claims_then in taken}
    found = []
    for number in sorted({*nodes, *facts, *claims}):
        now = (facts.get(number, 0), claims.get(number, 0))
        late = sum(now) - closed.get(number, sum(now))
        found.append(Epoch(number, nodes.get(number, ""), *now, late))
    return found


def _counted(server: Server, table: str) -> dict[int, int]:
    return dict(server.rows(f"SELECT epoch, COUNT(*) FROM {table} GROUP BY epoch"))


def problems(found: list[Epoch]) -> list[str]:
    """Work of an epoch that was over: two acted. Work of an epoch that nobody held."""
    late = [
        f"epoch {one.number} of {one.node}: {one.late} rows after it was over" for one in found if one.late
    ]
    nobody = [f"epoch {one.number}: work, but nobody held it" for one in found if not one.node and one.number]
    return late + nobody
