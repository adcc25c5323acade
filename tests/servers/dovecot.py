"""A Dovecot server with IMAP and POP3, plain and over TLS, and maildir mailboxes for a few people."""

import getpass
import grp
import os
import pwd
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from tests.servers import certificates
from tests.servers.process import Process, find_program, free_port, give_to

# who owns the mailboxes when we are root: Dovecot refuses to serve mail that belongs to root
MAIL_USER = "mail"

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap pop3
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 0
first_valid_gid = 0
mail_fsync = never
mail_max_userip_connections = 50
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports.imap}
  }}
  inet_listener imaps {{
    port = {ports.imaps}
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {ports.pop3}
  }}
  inet_listener pop3s {{
    port = {ports.pop3s}
  }}
}}
service anvil {{
  chroot =
  # a wrong password makes the next sign-in from here no slower: all tests come from one address
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Ports:
    imap: int = field(default_factory=free_port)
    imaps: int = field(default_factory=free_port)
    pop3: int = field(default_factory=free_port)
    pop3s: int = field(default_factory=free_port)


@dataclass
class DovecotServer:
    folder: Path
    ports: Ports
    certificate: Path
    process: Process
    host: str = "127.0.0.1"

    def add_user(self, name: str, password: str = "secret") -> str:  # noqa: S107 - a throw-away mailbox
        """A mailbox with this sign-in name (an address); adding it again empties it. Returns the name."""
        self.remove_user(name)
        (self.folder / "users" / name).write_text(f"{name}:{{PLAIN}}{password}\n")
        for part in ("", "cur", "new", "tmp"):
            folder = self.folder / "mail" / name / part
            folder.mkdir(mode=0o700)
            give_to(folder, MAIL_USER)
        return name

    def remove_user(self, name: str) -> None:
        (self.folder / "users" / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / "mail" / name, ignore_errors=True)

    def deliver(self, name: str, message: bytes | EmailMessage) -> None:
        """Put a message into the mailbox as a delivery agent would: complete, or not there at all."""
        raw = message if isinstance(message, bytes) else message.as_bytes()
        box = self.folder / "mail" / name
        draft = box / "tmp" / f"{time.time_ns()}.{secrets.token_hex(4)}.localhost"
        draft.write_bytes(raw)
        give_to(draft, MAIL_USER)
        draft.rename(box / "new" / draft.name)

    def _files(self, name: str) -> list[Path]:
        """The inbox, oldest first. A message that goes from `new` to `cur` meanwhile is listed once."""
        box = self.folder / "mail" / name
        files = [path for part in ("new", "cur") for path in (box / part).iterdir()]
        return sorted(
            {path.name.partition(":")[0]: path for path in files}.values(), key=lambda one: one.name
        )

    def count(self, name: str) -> int:
        """How many messages there are, also while somebody fetches them."""
        return len(self._files(name))

    def messages(self, name: str) -> list[bytes]:
        """Everything in the mailbox's inbox, oldest first."""
        while True:
            try:
                return [path.read_bytes() for path in self._files(name)]
            except FileNotFoundError:  # the server has renamed or deleted one since
                continue


def _configuration(folder: Path, ports: Ports, tls: certificates.Certificate) -> str:
    root = os.geteuid() == 0
    me = getpass.getuser()
    owner = pwd.getpwnam(MAIL_USER if root else me)
    return CONFIGURATION.format(
        folder=folder,
        ports=ports,
        certificate=tls.certificate,
        key=tls.key,
        internal="dovecot" if root else me,
        login="dovenull" if root else me,
        group="dovecot" if root else grp.getgrgid(os.getegid()).gr_name,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
    )


@contextmanager
def running() -> Iterator[DovecotServer]:
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-dovecot-"))
    folder.chmod(0o755)
    for name in ("mail", "users"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)
    give_to(folder / "mail", MAIL_USER)
    program = find_program("dovecot")
    assert program
    tls = certificates.make(folder)
    ports = Ports()
    (folder / "dovecot.conf").write_text(_configuration(folder, ports, tls))
    process = Process.start("Dovecot", [program, "-F", "-c", str(folder / "dovecot.conf")], folder / "log")
    try:
        for port in (ports.imap, ports.imaps, ports.pop3, ports.pop3s):
            process.wait_for_port(port)
        yield DovecotServer(folder, ports, tls.certificate, process)
    finally:
        process.stop()
        shutil.rmtree(folder, ignore_errors=True)
