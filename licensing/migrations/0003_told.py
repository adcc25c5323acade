from django.db import migrations, models


class Migration(migrations.Migration):
    """A period that runs already counts as untold: nobody had a mail of it."""

    dependencies = [("licensing", "0002_row")]
    operations = [
        migrations.AddField("storedlicense", "told_of", models.DateTimeField(null=True)),
        migrations.AddField(
            "storedlicense",
            "told_stage",
            models.PositiveSmallIntegerField(
                choices=[(0, "None"), (1, "Began"), (2, "Ending"), (3, "Over")],
                default=0,
                db_default=0,
            ),
        ),
    ]
