from django.db import migrations, models


class Migration(migrations.Migration):
    """NULL, so that an older program beside this one can add the row of a thread."""

    dependencies = [("clustering", "0006_told_epoch")]
    operations = [
        migrations.AddField("threadrun", "hour", models.JSONField(null=True)),
    ]
