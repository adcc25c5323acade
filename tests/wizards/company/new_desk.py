"""A desk that nobody has entered yet, as a process of its own, and what one enters to set it up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests import licences
from tests.servers.desk import Desk
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DeskFactory
from tests.servers.smtp import SmtpServer

PASSWORD = "seven lamps 1849"
ADA = {"name": "Ada Holm", "email": "ada@northwind.example", "password": PASSWORD, "again": PASSWORD}


@contextmanager
def new_desk(kind: str, desk_factory: DeskFactory, *, licensed: bool = False) -> Iterator[Desk]:
    # a slow machine may think for long between two statements of a migration
    patience = {"IDLE_IN_TRANSACTION_SECONDS": "60", "SEND_DELAY_SECONDS": "0", "NODE_NAME": "one"}
    desk = desk_factory(kind, **patience)
    if licensed:
        licences.license_desk(desk.env)
    with desk.start(seconds=240):  # style sheets may have to be collected first
        yield desk


def mail_step(box: str, dovecot: DovecotServer, server: SmtpServer, department: str) -> dict[str, str]:
    """The fields of the mail account, for a mailbox whose password is `right`."""
    return {
        "in-address": box,
        "in-department": department,
        "in-protocol": "imap",
        "in-host": dovecot.host,
        "in-port": str(dovecot.ports.imaps),
        "in-security": "tls",
        "in-password": "right",
        "in-after": "delete",
        "out-serves": "all",
        "out-host": server.host,
        "out-port": str(server.port),
        "out-security": "none",
    }


def first_department(page: str) -> str:
    """The first choice of the list of departments on the page."""
    match = re.search(r'name="(?:in-)?department".*?value="(\d+)"', page, re.S)
    assert match, "the page offers no department"
    return match[1]
