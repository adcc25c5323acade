from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clustering", "0002_lease"),
    ]

    operations = [
        migrations.AddField(
            model_name="threadrun",
            name="holder",
            field=models.CharField(blank=True, default="", max_length=160),
        ),
    ]
