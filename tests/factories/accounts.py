"""People: the cast, and as many more as a test wants. All who have an account have the password PASSWORD."""

from typing import Any

import factory
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import sync_builtin_roles

PASSWORD = "three blind mice 1789"


class AddressFactory(factory.django.DjangoModelFactory[User]):
    """Somebody known only by address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}@example.org")
    email = factory.SelfAttribute("username")
    email_key = factory.LazyAttribute(lambda one: one.email.lower())
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password: Any = "!"


class CustomerFactory(AddressFactory):
    """A customer with an account and a proven address."""

    email_verified_at = factory.LazyFunction(timezone.now)
    password = factory.django.Password(PASSWORD)


class AgentFactory(CustomerFactory):
    is_agent = True
    username = factory.Sequence(lambda n: f"agent{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Agent {n}")


def named(factory_class: type[AddressFactory], name: str, **fields: Any) -> User:
    """Ann, Max, Otto, Cleo, Sam: `named(AgentFactory, "Ann")`."""
    address = f"{name.lower()}@example.org"
    made: User = factory_class.create(username=address, email=address, display_name=name, **fields)
    return made


def with_role(user: User, builtin: str) -> User:
    sync_builtin_roles()
    user.roles.add(Role.objects.get(builtin=builtin))
    return user


def administrator(name: str = "Admin", **fields: Any) -> User:
    return with_role(named(AgentFactory, name, **fields), Role.Builtin.ADMINISTRATOR)


def manager(name: str = "Max", **fields: Any) -> User:
    return with_role(named(AgentFactory, name, **fields), Role.Builtin.MANAGER)
