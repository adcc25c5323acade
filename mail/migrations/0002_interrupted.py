from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]
    operations = [
        migrations.AddField(
            "inboundmail", "interrupted", models.PositiveIntegerField(default=0, db_default=0)
        )
    ]
