"""What is asked of a directory: is this the person's password, how are they called, where do they belong."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from accounts.errors import DirectoryError, PasswordExpiredError
from accounts.gateways.ldap import Entry, Session, dn_key, in_dn, in_filter
from accounts.models import Directory

MAX_LOGIN = 200
MAX_DEPTH = 10  # groups in groups in groups
MAX_GROUPS = 2000
PEOPLE_TOGETHER = 20  # asked about in one session
TOGETHER = 40  # groups asked for in one search
IN_CHAIN = "1.2.840.113556.1.4.1941"  # Active Directory's own way through nested groups, in one search
SWITCHED_OFF = 2  # a bit of userAccountControl
_EXPIRED = ("data 532", "data 773")  # said by Active Directory only when the password itself is right
_BY_NAME = "dn:"
_KEYS = ("objectGUID", "entryUUID", "ipaUniqueID", "nsUniqueId")


@dataclass(frozen=True, slots=True)
class Person:
    """`key` stays the same when somebody is renamed or moved; `groups` are distinguished names."""

    key: str
    dn: str
    login: str
    name: str
    mail: str
    groups: tuple[str, ...]


def authenticate(directory: Directory, login: str, password: str) -> Person | None:
    """The person with this password, None when there is none. Raises DirectoryError, PasswordExpiredError."""
    if not is_login(login) or not password:
        return None
    with Session(directory) as session:
        if not begin(session, login, password):
            return None
        entry = find(session, login)
        if entry is None or is_off(entry) or not proves(session, entry, password):
            return None
        if directory.binding == Directory.Binding.SERVICE:
            begin(session, login, "")  # the person may not be allowed to read groups
        return described(directory, login, entry, groups_of(session, login, entry))


def people_of(directory: Directory, keys: Iterable[str]) -> dict[str, Person | None]:
    """Those of the people that the directory still knows and has not switched off; asked by its own user.

    A person whom the server gives no lasting key cannot be asked about. Raises DirectoryError.
    """
    known = [key for key in keys if not key.startswith(_BY_NAME)]
    found: dict[str, Person | None] = {}
    for start in range(0, len(known), PEOPLE_TOGETHER):
        with Session(directory) as session:
            begin(session, "", "")
            for key in known[start : start + PEOPLE_TOGETHER]:
                found[key] = _again(session, key)
    return found


def _again(session: Session, key: str) -> Person | None:
    entry = _one(session, f"(|{''.join(_key_filters(key))})")
    if entry is None or is_off(entry) or _key(entry) != key:
        return None
    login = entry.text("uid")
    return described(session.directory, login, entry, groups_of(session, login, entry))


def _key_filters(key: str) -> list[str]:
    found = [f"({name}={in_filter(key)})" for name in _KEYS[1:]]
    try:
        raw = uuid.UUID(key).bytes_le
    except ValueError:
        return found
    return [f"({_KEYS[0]}={''.join(f'{chr(92)}{byte:02x}' for byte in raw)})", *found]


def look(directory: Directory, login: str) -> None:
    """As long a way as for a person who is not there, so that a local name does not give itself away.

    Raises DirectoryError.
    """
    with Session(directory) as session:
        if directory.binding == Directory.Binding.SERVICE and is_login(login):
            begin(session, login, "")
            find(session, login)


def is_login(login: str) -> bool:
    """Can this be the name of somebody?"""
    return 0 < len(login) <= MAX_LOGIN and login.isprintable()


def begin(session: Session, login: str, password: str) -> bool:
    """Signs in who looks people up; False when that is the person and the password is wrong."""
    directory = session.directory
    if directory.binding == Directory.Binding.PERSON:
        pattern = directory.person_name
        return _proves(
            session, pattern.replace("#USER#", in_dn(login) if "=" in pattern else login), password
        )
    if not directory.bind_name:
        refusal = session.stay_unknown()
    else:
        refusal = session.prove(directory.bind_name, directory.bind_password)
    if refusal is not None:
        raise DirectoryError("bind", refusal)
    return True


def find(session: Session, login: str) -> Entry | None:
    """Raises DirectoryError, also when the filter fits several people."""
    directory = session.directory
    return _one(session, directory.user_filter.replace("#USER#", in_filter(login)))


def _one(session: Session, query: str) -> Entry | None:
    directory = session.directory
    wanted = [
        directory.name_attribute,
        directory.mail_attribute,
        "memberOf",
        "userAccountControl",
        "uid",
        *_KEYS,
    ]
    found = session.search("find", directory.base_dn, query, [one for one in wanted if one], limit=2)
    if len(found) > 1:
        raise DirectoryError("find", gettext_noop("The filter fits several people."))
    return found[0] if found else None


def is_off(entry: Entry) -> bool:
    """Has the directory switched the person off? Most servers simply refuse the password then."""
    control = entry.text("userAccountControl")
    return control.isdigit() and bool(int(control) & SWITCHED_OFF)


def proves(session: Session, entry: Entry, password: str) -> bool:
    """Is it the password of exactly this entry? Raises PasswordExpiredError."""
    return _proves(session, entry.dn, password)


def _proves(session: Session, name: str, password: str) -> bool:
    refusal = session.prove(name, password)
    if refusal is not None and any(mark in refusal for mark in _EXPIRED):
        raise PasswordExpiredError
    return refusal is None


def described(directory: Directory, login: str, entry: Entry, groups: tuple[str, ...]) -> Person:
    return Person(
        key=_key(entry),
        dn=entry.dn,
        login=login,
        name=entry.text(directory.name_attribute)[:120],
        mail=entry.text(directory.mail_attribute)[:254],
        groups=groups,
    )


def _key(entry: Entry) -> str:
    for name in _KEYS:
        raw = entry.raw(name)
        if raw:
            plain = raw.decode("ascii", "replace").lower()
            return str(uuid.UUID(bytes_le=raw)) if name == "objectGUID" and len(raw) == 16 else plain[:160]
    return f"{_BY_NAME}{hashlib.sha256(dn_key(entry.dn).encode()).hexdigest()}"


def chain_filter(dn: str) -> str:
    """All groups that somebody is in, however deep."""
    return f"(member:{IN_CHAIN}:={in_filter(dn)})"


def groups_of(session: Session, login: str, entry: Entry) -> tuple[str, ...]:
    """The groups of a person, with those that these are in. Raises DirectoryError."""
    directory = session.directory
    base = directory.group_base or directory.base_dn
    if directory.kind == Directory.Kind.AD and directory.nested_groups:
        found = session.search("groups", base, chain_filter(entry.dn), ["cn"], limit=MAX_GROUPS)
        return tuple(one.dn for one in found)
    own = f"(|{_members([entry.dn])}(memberUid={in_filter(login)}))"
    seen = {dn_key(dn): dn for dn in entry.texts("memberOf")}
    seen |= {dn_key(one.dn): one.dn for one in session.search("groups", base, own, ["cn"], limit=MAX_GROUPS)}
    if directory.nested_groups:
        _climb(session, base, seen)
    return tuple(seen.values())


def _climb(session: Session, base: str, seen: dict[str, str]) -> None:
    """Adds the groups of groups, each asked about once: groups that hold each other end the climb."""
    level = list(seen.values())
    for _step in range(MAX_DEPTH):
        above: dict[str, str] = {}
        for start in range(0, len(level), TOGETHER):
            query = f"(|{_members(level[start : start + TOGETHER])})"
            hits = session.search("groups", base, query, ["cn"], limit=MAX_GROUPS)
            above |= {dn_key(one.dn): one.dn for one in hits}
        level = [dn for key, dn in above.items() if key not in seen]
        seen |= above
        if not level or len(seen) > MAX_GROUPS:
            return


def _members(names: list[str]) -> str:
    return "".join(f"(member={in_filter(dn)})(uniqueMember={in_filter(dn)})" for dn in names)
