from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_team_outsiders"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="retention_told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
