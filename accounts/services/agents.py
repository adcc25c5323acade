"""Agents: invited by mail, given roles, switched off and on."""

from collections.abc import Iterable

from accounts.errors import AlreadyAgentError, LastAdministratorError
from accounts.models import PersonalToken, Role, User
from accounts.selectors.people import other_administrators_exist
from accounts.services import tokens
from accounts.services.customers import customer_for_address
from accounts.services.mails import send
from accounts.services.passwords import set_first_password
from accounts.services.sessions import end_sessions
from common import realtime, site
from common.actor import Actor
from common.audit import record
from common.unit import write
from licensing.services import take_seat

Builtin = Role.Builtin


def _mail_invitation(user: User, actor: Actor) -> None:
    text, until = tokens.issue(user, PersonalToken.Purpose.INVITE)
    values = {
        "person": user,
        "inviter": actor.label,
        "link": f"{site.current().address}/account/invite/{text}",
        "until": until,
    }
    send("account_invite", to=user.email, language=user.language, values=values)


@write
def invite_agent(
    *, name: str, address: str, roles: Iterable[Role], job_title: str = "", actor: Actor
) -> User:
    """Makes an agent and mails an invitation. A customer with this address becomes the agent.

    Somebody who already has an account keeps the password and is an agent at once.
    Raises AlreadyAgentError, NoSeatError.
    """
    user = customer_for_address(name=name, address=address)
    if user.is_agent:
        raise AlreadyAgentError
    take_seat()
    user.is_agent = True
    user.is_active = True
    user.display_name = name.strip()[:120] or user.display_name
    user.job_title = job_title.strip()[:80]
    user.save(update_fields=["is_agent", "is_active", "display_name", "job_title"])
    user.roles.set(assignable(roles))
    record("user", user.pk, "user.invited", actor, {"roles": sorted(role.name for role in user.roles.all())})
    _mail_invitation(user, actor)
    return user


@write
def invite_again(*, agent: User, actor: Actor) -> None:
    """A new link; the old one stops working."""
    record("user", agent.pk, "user.invited", actor, {})
    _mail_invitation(agent, actor)


@write
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """The agent chooses a password behind the mailed link. Raises BadTokenError."""
    user = tokens.use(token, PersonalToken.Purpose.INVITE).user
    user.display_name = name.strip()[:120] or user.display_name
    set_first_password(user, password)
    record("user", user.pk, "user.accepted", user.actor, {})
    return user


@write
def edit_agent(
    *, agent: User, name: str, job_title: str, phone: str, language: str, time_zone: str, actor: Actor
) -> User:
    """What others may change of an agent; the agent has the rest in the profile."""
    new = {"display_name": name.strip(), "job_title": job_title.strip(), "phone": phone.strip()}
    new |= {"language": language, "time_zone": time_zone}
    old = {field: getattr(agent, field) for field in new}
    if old != new:
        for field, value in new.items():
            setattr(agent, field, value)
        agent.save(update_fields=list(new))
        changed = {field: [old[field], new[field]] for field in new if old[field] != new[field]}
        record("user", agent.pk, "user.edited", actor, {"changed": changed})
    return agent


def assignable(roles: Iterable[Role]) -> list[Role]:
    """Without the built-in roles that follow from what a person is."""
    given = {Builtin.MANAGER.value, Builtin.ADMINISTRATOR.value, ""}
    return [role for role in roles if role.builtin in given]


def _stays_administered(agent: User) -> None:
    """Locks the administrators' role, so that two of them cannot take it from each other at once."""
    list(Role.objects.select_for_update().filter(builtin=Builtin.ADMINISTRATOR))
    if not other_administrators_exist(agent):
        raise LastAdministratorError


def _is_administrator(agent: User) -> bool:
    return agent.is_active and agent.roles.filter(builtin=Builtin.ADMINISTRATOR).exists()


@write
def set_roles(*, agent: User, roles: Iterable[Role], actor: Actor) -> None:
    """Replaces the agent's roles; open pages lose what the agent may no longer see.

    Raises LastAdministratorError.
    """
    old, new = sorted(role.name for role in agent.roles.all()), assignable(roles)
    names = sorted(role.name for role in new)
    if names == old:
        return
    if _is_administrator(agent) and Builtin.ADMINISTRATOR not in {role.builtin for role in new}:
        _stays_administered(agent)
    agent.roles.set(new)
    realtime.revoke(agent.pk)
    record("user", agent.pk, "user.roles_changed", actor, {"old": old, "new": names})


@write
def disable(*, user: User, actor: Actor) -> None:
    """Switches a person off: no sign-in, and all sessions end. Raises LastAdministratorError."""
    if not user.is_active:
        return
    if _is_administrator(user):
        _stays_administered(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    tokens.forget(user)
    end_sessions(user=user, actor=actor)
    record("user", user.pk, "user.disabled", actor, {})


@write
def enable(*, user: User, actor: Actor) -> None:
    """Switches a person on again. Raises NoSeatError for an agent when the licence has no seat left."""
    if user.is_active:
        return
    if user.is_agent:
        take_seat()
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("user", user.pk, "user.enabled", actor, {})
