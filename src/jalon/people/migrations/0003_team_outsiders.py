from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0002_imports_and_merges")]

    operations = [
        migrations.AddField(
            model_name="teammember",
            name="name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="teammember",
            name="phone",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="teammember",
            name="role",
            field=models.CharField(
                choices=[
                    ("lead", "référent de parcours"),
                    ("social", "référent social"),
                    ("employment", "conseillère en insertion professionnelle"),
                    ("association", "référent d’une association"),
                    ("member", "membre de l’équipe"),
                ],
                default="member",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("user__isnull", True), ("name", ""), _connector="OR"),
                name="team_named_or_known",
            ),
        ),
    ]
