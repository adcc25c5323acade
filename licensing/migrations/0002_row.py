"""The one row, with the id of this database."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    apps.get_model("licensing", "StoredLicense").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("licensing", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
