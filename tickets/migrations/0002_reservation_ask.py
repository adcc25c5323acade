from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.AddField("reservation", "ask_until", models.DateTimeField(null=True)),
    ]
