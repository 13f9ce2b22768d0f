import django.db.models.deletion
from django.db import migrations, models

import alongside.team.ids


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0012_fax_numbers_as_written"),
        ("team", "0006_the_networks"),
    ]

    operations = [
        migrations.CreateModel(
            name="TerritoryChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.team.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "the office has moved"),
                            ("left", "is no longer listed there"),
                            ("new", "is listed there, too"),
                        ],
                        max_length=10,
                    ),
                ),
                ("npi", models.CharField(blank=True, max_length=10)),
                ("name", models.CharField(max_length=180)),
                ("told", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.contact",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.group",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.territoryload",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="outreach.practice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="departure",
                        serialize=False,
                        to="outreach.contact",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChangeAnswer",
            fields=[
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="outreach.territorychange",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("declined", "not now"),
                            ("lapsed", "no longer told"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.membership",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="territorychange",
            constraint=models.UniqueConstraint(
                fields=("load", "practice", "kind", "npi"), name="change_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="territorychange",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="change_has_a_name"
            ),
        ),
    ]
