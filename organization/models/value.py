from django.db import models

from customfields.models import Value
from organization.models.brand import Brand
from organization.models.department import Group


class BrandValue(Value):
    """What a brand's custom field holds."""

    OWNER = "brand"
    TEMPLATE = "brand"

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="values", db_index=False)

    class Meta(Value.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "field", "place"], name="brandvalue_once")]


class GroupValue(Value):
    """What a group's custom field holds."""

    OWNER = "group"
    TEMPLATE = "group"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="values", db_index=False)

    class Meta(Value.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "field", "place"], name="groupvalue_once")]
