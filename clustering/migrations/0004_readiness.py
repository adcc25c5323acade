"""What nodes prove before they may be active, a desk that is off on purpose, and refused old writes."""

import uuid
from typing import Any

from django.db import migrations, models


def name_database(apps: Any, schema_editor: Any) -> None:
    apps.get_model("clustering", "Lease").objects.filter(database_id="").update(database_id=uuid.uuid4().hex)


class Migration(migrations.Migration):
    dependencies = [("clustering", "0003_threadrun_holder")]
    operations = [
        migrations.AddField("node", "beats", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("node", "checks", models.JSONField(default=dict)),
        migrations.AddField("node", "checked_at", models.DateTimeField(null=True)),
        migrations.AddField("node", "check_wanted", models.BooleanField(default=False)),
        migrations.AddField("lease", "off_since", models.DateTimeField(null=True)),
        migrations.AddField("lease", "database_id", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("lease", "probe", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("lease", "fingerprint", models.CharField(blank=True, default="", max_length=64)),
        migrations.CreateModel(
            name="RefusedWrite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("node", models.CharField(max_length=64)),
                ("epoch", models.BigIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(name_database, migrations.RunPython.noop, elidable=False),
    ]
