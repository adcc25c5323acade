"""The one lease row."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    apps.get_model("clustering", "Lease").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("clustering", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
