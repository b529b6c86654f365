from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="study",
            name="localisation",
            field=models.JSONField(blank=True, default=dict, verbose_name="où est le site"),
        ),
    ]
