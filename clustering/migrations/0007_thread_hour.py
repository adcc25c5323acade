from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clustering", "0006_told_epoch")]
    operations = [
        migrations.AddField("threadrun", "hour", models.JSONField(default=list)),
    ]
