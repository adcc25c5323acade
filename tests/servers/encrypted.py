"""Database servers that speak TLS, with a certificate that can be changed while they run."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers import mariadb, postgres
from tests.servers.certificates import Authority
from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.servers.process import give_to


@dataclass
class Encrypted:
    """`authority` signed what the server shows; `stranger` is a file of another one."""

    engine: str
    folder: Path
    authority: Authority
    stranger: Path
    server: PostgresServer | MariadbServer | None = None

    @property
    def port(self) -> int:
        assert self.server
        return self.server.port

    def show(self, *, name: str = "localhost", days: int = 30) -> None:
        """Gives the server another certificate of the same authority."""
        made = self.authority.sign(self.folder, name=name, days=days)
        give_to(made.key, postgres.SYSTEM_USER if self.engine == "postgres" else mariadb.SYSTEM_USER)
        if isinstance(self.server, PostgresServer):
            self.server.run(sql.SQL("SELECT pg_reload_conf()").format())
        elif isinstance(self.server, MariadbServer):
            self.server.run("FLUSH SSL")

    def _rules(self) -> Path:
        assert self.server
        with psycopg.connect(self.server.url("postgres")) as connection:
            found = connection.execute("SHOW hba_file").fetchone()
        assert found
        return Path(str(found[0]))

    def only_encrypted(self, name: str) -> str:
        """An account that the server lets in encrypted alone; the URL of an empty database of its own."""
        if isinstance(self.server, PostgresServer):
            role = sql.Identifier(name)
            self.server.run(sql.SQL("CREATE ROLE {} LOGIN SUPERUSER").format(role))
            path = self._rules()
            rules = f"hostssl all {name} 127.0.0.1/32 trust\nhost all {name} 127.0.0.1/32 reject\n"
            path.write_text(rules + path.read_text())
            self.show()  # and reads its rules again
            return self.server.create(name).replace("//app@", f"//{name}@")
        assert isinstance(self.server, MariadbServer)
        url = self.server.create(name).replace("//root@", f"//{name}@")
        self.server.run(f"CREATE USER {name}@'%' REQUIRE SSL; GRANT ALL ON {name}.* TO {name}@'%'")
        return url


@contextmanager
def running(engine: str) -> Iterator[Encrypted]:
    """A server of this engine, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-certificates-"))
    folder.chmod(0o755)
    try:
        stranger = Authority(folder / "stranger.pem", "Another authority").path
        made = Encrypted(engine, folder, Authority(folder / "authority.pem"), stranger)
        made.show()
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        if engine == "postgres":
            flags = ("ssl=on", f"ssl_cert_file={certificate}", f"ssl_key_file={key}")
            with postgres.running((*postgres.FAST, *flags)) as made.server:
                yield made
        else:
            flags = (f"--ssl-cert={certificate}", f"--ssl-key={key}", f"--ssl-ca={made.authority.path}")
            with mariadb.running((*mariadb.FAST, *flags)) as made.server:
                yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_in_the_clear(engine: str) -> Iterator[PostgresServer | MariadbServer]:
    """A server that has no encryption, whatever its version does by itself."""
    if engine == "postgres":
        with postgres.running((*postgres.FAST, "ssl=off")) as plain:
            yield plain
    else:
        with mariadb.running((*mariadb.FAST, "--skip-ssl")) as clear:
            yield clear
