from typing import Any

from django.db import migrations, models


def know_the_past(apps: Any, schema_editor: Any) -> None:
    apps.get_model("clustering", "Lease").objects.update(told_epoch=models.F("epoch"))


class Migration(migrations.Migration):
    dependencies = [("clustering", "0005_schema_practice")]
    operations = [
        migrations.AddField("lease", "told_epoch", models.BigIntegerField(default=0)),
        migrations.RunPython(know_the_past, migrations.RunPython.noop),
    ]
