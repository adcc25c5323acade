"""The queue, which is user 1, and the built-in roles. Their permissions are set by accounts.services."""

from typing import Any

from django.db import migrations

ROLES = {
    "everyone": "Everyone",
    "registered": "Registered User",
    "verified": "Registered User with Verified Email",
    "agent": "Agent",
    "manager": "Manager",
    "administrator": "Administrator",
}


def create(apps: Any, schema_editor: Any) -> None:
    user, role = apps.get_model("accounts", "User"), apps.get_model("accounts", "Role")
    user.objects.create(pk=1, username="queue", display_name="Queue", is_active=False, password="!")  # noqa: S106
    for builtin, name in ROLES.items():
        role.objects.get_or_create(builtin=builtin, defaults={"name": name})
    if (
        schema_editor.connection.vendor == "postgresql"
    ):  # the sequence does not know of the row with a given id
        schema_editor.execute("SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), 1)")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
