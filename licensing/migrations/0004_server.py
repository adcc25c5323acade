from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("licensing", "0003_told")]
    operations = [
        migrations.AddField(
            "storedlicense", "server", models.CharField(max_length=32, blank=True, default="", db_default="")
        ),
    ]
