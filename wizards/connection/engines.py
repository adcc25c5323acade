"""The databases a desk can live in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Engine:
    """`oldest` is the first version that will do; `scheme` begins its DATABASE_URL."""

    key: str
    label: str
    note: Promise
    scheme: str
    port: int = 0
    oldest: tuple[int, int] = (0, 0)

    @property
    def is_server(self) -> bool:
        return bool(self.port)

    @property
    def oldest_text(self) -> str:
        major, minor = self.oldest
        return str(major) if self.key == "postgresql" else f"{major}.{minor}"


POSTGRESQL = Engine(
    "postgresql", "PostgreSQL", _("14 or later. The best choice for a cluster"), "postgres", 5432, (14, 0)
)
MYSQL = Engine("mysql", "MySQL", _("8.0 or later, InnoDB and utf8mb4"), "mysql", 3306, (8, 0))
MARIADB = Engine("mariadb", "MariaDB", _("10.6 or later, InnoDB and utf8mb4"), "mysql", 3306, (10, 6))
SQLITE = Engine("sqlite", "SQLite", _("One server, no failover. Fine to try"), "sqlite")

ENGINES = {engine.key: engine for engine in (POSTGRESQL, MYSQL, MARIADB, SQLITE)}
