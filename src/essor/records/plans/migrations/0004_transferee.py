from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_sortie_du_plan"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="action",
            name="action_sortie_et_sa_date",
        ),
        migrations.AlterField(
            model_name="action",
            name="sortie",
            field=models.CharField(
                blank=True,
                choices=[
                    ("realisee", "Réalisée"),
                    ("abandonnee", "Abandonnée"),
                    ("transferee", "Transférée hors du plan"),
                    ("hors_convention", "Sortie de la convention"),
                    ("fusionnee", "Fusionnée dans une autre action"),
                    ("scindee", "Scindée en plusieurs actions"),
                ],
                max_length=15,
                verbose_name="sortie du plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sortie", ""), ("sortie_on__isnull", True)),
                    models.Q(
                        (
                            "sortie__in",
                            [
                                "realisee",
                                "abandonnee",
                                "transferee",
                                "hors_convention",
                                "fusionnee",
                                "scindee",
                            ],
                        ),
                        ("sortie_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="action_sortie_et_sa_date",
            ),
        ),
    ]
