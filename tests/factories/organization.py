"""Brands, departments, groups, memberships. A department comes with its front-line group."""

from typing import Any

import factory

from accounts.models import User
from organization.models import Brand, Department, Group, Membership
from tests.factories.accounts import AgentFactory


class BrandFactory(factory.django.DjangoModelFactory[Brand]):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")
    host = factory.Sequence(lambda n: f"brand{n}.localhost")
    sender_address = factory.Sequence(lambda n: f"desk{n}@brand.example")


class DepartmentFactory(factory.django.DjangoModelFactory[Department]):
    """`front_line` is made as "Front Line"."""

    class Meta:
        model = Department
        skip_postgeneration_save = True

    brand = factory.SubFactory(BrandFactory)
    name = factory.Sequence(lambda n: f"Department {n}")

    @classmethod
    def _create(cls, model_class: type[Department], *args: Any, **kwargs: Any) -> Department:
        made = model_class.objects.create(**kwargs)
        made.front_line = Group.objects.create(department=made, name="Front Line")
        made.save(update_fields=["front_line"])
        return made


class GroupFactory(factory.django.DjangoModelFactory[Group]):
    class Meta:
        model = Group

    department = factory.SubFactory(DepartmentFactory)
    name = factory.Sequence(lambda n: f"Group {n}")


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    group = factory.SubFactory(GroupFactory)
    agent = factory.SubFactory(AgentFactory)


def works_in(agent: User, *groups: Group) -> User:
    for group in groups:
        MembershipFactory.create(agent=agent, group=group)
    return agent
