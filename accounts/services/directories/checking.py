"""Test of a directory: the same steps as a sign-in, each with its time and what was said. Changes nothing."""

import socket
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.errors import DirectoryError, PasswordExpiredError
from accounts.gateways import dn_key
from accounts.gateways.ldap import Entry, Session
from accounts.gateways.people import begin, described, find, groups_of, is_login, is_off, proves
from accounts.models import Directory, Role
from common.checks import Action, CheckReport, run_steps

SHOWN = 20


class _Trial:
    """What the steps hand to each other."""

    def __init__(
        self, directory: Directory, mappings: Iterable[tuple[str, Role]], login: str, password: str
    ) -> None:
        self.directory, self.mappings = directory, list(mappings)
        self.login, self.password = login, password
        self.session = Session(directory)
        self.entry: Entry | None = None
        self.groups: tuple[str, ...] = ()

    def resolve(self) -> str:
        """Every server must have a name that is known; one that is not would hide until it is needed."""
        for host, port in self.directory.addresses:
            try:
                socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except OSError as error:
                said = gettext_noop("The name of the server is not known.")
                raise DirectoryError("connect", said) from error
        return ""

    def bind(self) -> str:
        if not begin(self.session, self.login, self.password):
            raise DirectoryError("password", gettext_noop("The directory refuses this name and password."))
        return ""

    def find(self) -> str:
        self.entry = find(self.session, self.login)
        if self.entry is None:
            raise DirectoryError("find", gettext_noop("Nobody is found by this name."))
        person = described(self.directory, self.login, self.entry, ())
        return f"{person.name or '–'}, {person.mail or '–'}, {person.dn}"

    def prove(self) -> str:
        assert self.entry
        try:
            if is_off(self.entry) or not proves(self.session, self.entry, self.password):
                raise DirectoryError(
                    "password", gettext_noop("The directory refuses this name and password.")
                )
        except PasswordExpiredError as error:
            raise DirectoryError("password", str(error.sentence)) from error
        if self.directory.binding == Directory.Binding.SERVICE:
            begin(self.session, self.login, "")
        return ""

    def find_groups(self) -> str:
        assert self.entry
        self.groups = groups_of(self.session, self.login, self.entry)
        more = (
            _(" and %(count)s more") % {"count": len(self.groups) - SHOWN} if len(self.groups) > SHOWN else ""
        )
        return "; ".join(self.groups[:SHOWN]) + more or _("in no group")

    def find_roles(self) -> str:
        keys = {dn_key(group) for group in self.groups}
        won = sorted({role.label for group, role in self.mappings if dn_key(group) in keys})
        if not won and self.directory.admits == Directory.Admits.MAPPED:
            raise DirectoryError("roles", gettext_noop("The person is in none of the groups below."))
        return ", ".join(won) or _("customer")


def check_directory(
    directory: Directory, *, mappings: Iterable[tuple[str, Role]], login: str = "", password: str = ""
) -> CheckReport:
    """Tries everything short of signing in; the directory need not be saved. Without a person it stops after
    the first sign-in, without a password it does not try one."""
    trial = _Trial(directory, mappings, login.strip(), password)
    return run_steps(_steps(trial), trial.session.close)


def _steps(trial: _Trial) -> list[Action]:
    directory = trial.directory
    secure = {
        Directory.Security.NONE: _("without encryption"),
        Directory.Security.STARTTLS: _("StartTLS"),
        Directory.Security.TLS: _("TLS"),
    }[Directory.Security(directory.security)]
    if directory.security != Directory.Security.NONE:
        secure += ", " + (
            _("certificate checked") if directory.verify_certificate else _("certificate not checked")
        )
    steps: list[Action] = [
        ("resolve", _("Find the servers"), trial.resolve),
        ("connect", _("Connect, %(security)s") % {"security": secure}, trial.session.connect),
    ]
    service = directory.binding == Directory.Binding.SERVICE
    if service:
        name = directory.bind_name or _("nobody")
        steps.append(("bind", _("Sign in as %(name)s") % {"name": name}, trial.bind))
    if not is_login(trial.login) or (not service and not trial.password):
        return steps
    if not service:
        steps.append(("bind", _("Sign in as the person"), trial.bind))
    steps.append(("find", _("Find %(name)s") % {"name": trial.login}, trial.find))
    if trial.password:
        steps.append(("password", _("Check the password"), trial.prove))
    steps.append(("groups", _("Find the groups"), trial.find_groups))
    steps.append(("roles", _("Roles here"), trial.find_roles))
    return steps
