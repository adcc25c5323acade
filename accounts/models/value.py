from django.db import models

from accounts.models.user import User
from customfields.models import Value


class UserValue(Value):
    """What a customer's custom field holds."""

    OWNER = "user"
    TEMPLATE = "customer"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="values", db_index=False)

    class Meta(Value.Meta):
        constraints = [models.UniqueConstraint(fields=["user", "field", "place"], name="uservalue_once")]
