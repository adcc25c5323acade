"""A directory that is the tests' LDAP server."""

from typing import Any

from accounts.models import Directory, DirectoryRole, Role
from accounts.services import sync_builtin_roles
from tests.servers.ldap import BASE, PASSWORD, READER, LdapServer


def directory_on(server: LdapServer, **fields: Any) -> Directory:
    """NORTHWIND, without encryption unless said otherwise; `port` goes into the one server's address."""
    port = fields.pop("port", server.port)
    name = fields.pop("name", "NORTHWIND")
    given: dict[str, Any] = {
        "name": name,
        "name_key": name.lower(),
        "kind": Directory.Kind.LDAP,
        "servers": f"{server.host}:{port}",
        "security": Directory.Security.NONE,
        "timeout": 3,
        "bind_name": READER,
        "bind_password": PASSWORD,
        "base_dn": BASE,
        "user_filter": "(&(objectClass=person)(uid=#USER#))",
        "name_attribute": "cn",
        "mail_attribute": "mail",
    }
    made: Directory = Directory.objects.create(**{**given, **fields})
    return made


def gives(directory: Directory, group: str, builtin: str) -> Role:
    """Members of the group have the built-in role."""
    sync_builtin_roles()
    role = Role.objects.get(builtin=builtin)
    DirectoryRole.objects.create(directory=directory, group=group, role=role)
    return role
