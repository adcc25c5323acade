"""Step 3: agents are invited into their groups, all of them or none."""

from dataclasses import dataclass

from accounts.errors import AccountError
from accounts.models import Role, User
from accounts.services import invite_agent
from common import site
from common.actor import Actor
from common.unit import write
from licensing.errors import LicenseError
from organization.errors import OrganizationError
from organization.models import Group
from organization.selectors import brands
from organization.services import add_member
from wizards.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite. `role` is a built-in one, "" for a plain agent."""

    name: str
    address: str
    group_id: int
    role: str


@write
def invite_all(*, guests: list[Guest], own_group_id: int, me: User) -> int:
    """How many invitations went out. Who is an agent already gets none; sent twice, everybody gets one.

    Raises RefusedError with the place among `guests`.
    """
    if own_group_id:
        _join(own_group_id, me, me.actor)
    every = brands()  # asked anew: other processes remember for some seconds that there was none
    with site.use(every[0].site if every else site.current()):
        return _invite_each(guests, me.actor)


def _invite_each(guests: list[Guest], actor: Actor) -> int:
    sent = 0
    for number, guest in enumerate(guests):
        try:
            sent += _invite(guest, actor)
        except (AccountError, LicenseError) as error:
            raise RefusedError(error.sentence, (number,)) from error
        except OrganizationError as error:
            raise RefusedError(error.message, (number,)) from error
    return sent


def _invite(guest: Guest, actor: Actor) -> bool:
    known = User.objects.filter(email_key=guest.address.strip().lower(), is_agent=True).first()
    agent = known
    if agent is None:
        roles = Role.objects.filter(builtin=guest.role) if guest.role else []
        agent = invite_agent(name=guest.name, address=guest.address, roles=roles, actor=actor)
    _join(guest.group_id, agent, actor)
    return known is None


def _join(group_id: int, agent: User, actor: Actor) -> None:
    group = Group.objects.filter(pk=group_id, is_active=True).select_related("department").first()
    if group is not None:
        add_member(group=group, agent=agent, actor=actor)
