"""An OpenLDAP server, plain, StartTLS and TLS, that knows some of Active Directory's attributes.

People are in ou=people, groups in ou=groups. The server itself keeps `memberOf`, and refuses who is locked.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ldap3

from tests.servers import certificates
from tests.servers.process import Process, find_program, free_port

BASE = "dc=northwind,dc=example"
PEOPLE, GROUPS = f"ou=people,{BASE}", f"ou=groups,{BASE}"
ROOT, READER, POLICY = f"cn=root,{BASE}", f"cn=reader,{BASE}", f"cn=policy,{BASE}"
PASSWORD = "open sesame 1001"
LOCKED_FOR_EVER = "000001010000Z"

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch
  SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP top AUXILIARY MAY ( sAMAccountName $ userAccountControl ) )
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
pidfile {folder}/pid
argsfile {folder}/args
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
database mdb
suffix "{base}"
rootdn "{root}"
rootpw {password}
directory {folder}/data
dbnosync
overlay memberof
overlay ppolicy
ppolicy_default "{policy}"
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by users read by * auth
"""

SEED = """
dn: {base}
objectClass: dcObject
objectClass: organization
dc: northwind
o: Northwind

dn: {people}
objectClass: organizationalUnit
ou: people

dn: {groups}
objectClass: organizationalUnit
ou: groups

dn: {reader}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: {password}

dn: {policy}
objectClass: organizationalRole
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdLockout: TRUE
"""


@dataclass
class LdapServer:
    port: int
    tls_port: int
    authority: Path
    root: Any
    host: str = "127.0.0.1"

    def reset(self) -> None:
        """Nobody is there, and no group."""
        for branch in (GROUPS, PEOPLE):
            self.root.search(branch, "(objectClass=*)", ldap3.LEVEL, attributes=["cn"])
            for entry in list(self.root.response):
                self._done(self.root.delete(entry["dn"]))

    def _done(self, worked: bool) -> None:
        assert worked, self.root.result

    def add_person(self, uid: str, name: str = "", *, mail: str = "", **more: Any) -> str:
        """With the password PASSWORD. Returns the distinguished name."""
        dn = f"uid={uid},{PEOPLE}"
        attributes = {"uid": uid, "cn": name or uid.title(), "sn": uid, "sAMAccountName": uid}
        attributes |= {"userPassword": PASSWORD, **({"mail": mail} if mail else {}), **more}
        self._done(self.root.add(dn, ["inetOrgPerson", "user"], attributes))
        return dn

    def add_group(self, name: str, *members: str) -> str:
        """Members are distinguished names, of groups too. Returns the group's own."""
        dn = f"cn={name},{GROUPS}"
        self._done(self.root.add(dn, ["groupOfNames"], {"cn": name, "member": list(members)}))
        return dn

    def change(self, dn: str, attribute: str, *values: str) -> None:
        """Sets the attribute to just these values."""
        changes: dict[str, Any] = {attribute: [(ldap3.MODIFY_REPLACE, list(values))]}
        self._done(self.root.modify(dn, changes))

    def lock(self, dn: str) -> None:
        """The server refuses the person's password from now on, as after too many tries."""
        self.change(dn, "pwdAccountLockedTime", LOCKED_FOR_EVER)


@contextmanager
def running() -> Iterator[LdapServer]:
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-ldap-"))
    (folder / "data").mkdir()
    program = find_program("slapd")
    assert program
    tls, authority = certificates.make_signed(folder)
    names = {"base": BASE, "people": PEOPLE, "groups": GROUPS, "root": ROOT, "reader": READER}
    names["policy"] = POLICY
    configuration, seed = folder / "slapd.conf", folder / "seed.ldif"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder, certificate=tls.certificate, key=tls.key, password=f'"{PASSWORD}"', **names
        )
    )
    seed.write_text(SEED.format(password=PASSWORD, **names))
    port, tls_port = free_port(), free_port()
    log = folder / "log"
    filled = Process.start("slapadd", [program, "-T", "add", "-f", str(configuration), "-l", str(seed)], log)
    assert filled.popen.wait(30) == 0, filled.tail()
    hosts = ("127.0.0.1", "127.0.0.2")  # the second is not in the certificate
    addresses = " ".join(f"ldap://{host}:{port} ldaps://{host}:{tls_port}" for host in hosts)
    process = Process.start("slapd", [program, "-f", str(configuration), "-h", addresses, "-d", "0"], log)
    try:
        process.wait_for_port(port)
        process.wait_for_port(tls_port)
        root = ldap3.Connection(ldap3.Server("127.0.0.1", port), ROOT, PASSWORD, auto_bind=True)
        yield LdapServer(port, tls_port, authority, root)
    finally:
        process.stop()
        shutil.rmtree(folder, ignore_errors=True)
