from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0003_trail")]

    operations = [
        migrations.AddIndex(
            model_name="outboxrow",
            index=models.Index(fields=["state", "item_kind", "item_id", "id"], name="outbox_item"),
        ),
    ]
