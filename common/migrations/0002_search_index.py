"""The full-text index of each database (common/search/vendors.py)."""

from typing import Any

from django.db import migrations

from common.search.vendors import vendor


def create(apps: Any, schema_editor: Any) -> None:
    for statement in vendor(schema_editor.connection.vendor).create():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    atomic = False  # MySQL and MariaDB cannot change tables inside a transaction
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
