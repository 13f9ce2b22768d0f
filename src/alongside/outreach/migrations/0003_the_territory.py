import django.db.models.deletion
from django.db import migrations, models

import alongside.team.ids


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0002_pace_and_comfort"),
        ("team", "0005_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettingAside",
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
                ("key", models.CharField(max_length=200)),
                ("standing_key", models.CharField(max_length=200, null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.membership",
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
            ],
        ),
        migrations.AddField(
            model_name="practice",
            name="worth",
            field=models.FloatField(default=0),
        ),
        migrations.CreateModel(
            name="Ranking",
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
                ("found", models.PositiveIntegerField()),
                ("found_wider", models.PositiveIntegerField(null=True)),
                ("began_at", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.group",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TerritoryLoad",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=180)),
                ("sha256", models.CharField(max_length=64)),
                ("rows_read", models.PositiveIntegerField()),
                ("rows_skipped", models.PositiveIntegerField()),
                ("left_out", models.JSONField()),
                ("warnings", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.membership",
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
            ],
        ),
        migrations.CreateModel(
            name="RankingInUse",
            fields=[
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="team.group",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "ranking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_use",
                        to="outreach.ranking",
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
            ],
        ),
        migrations.CreateModel(
            name="TerritoryPlace",
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
                ("near", models.CharField(max_length=5)),
                ("within_miles", models.PositiveSmallIntegerField()),
                ("parts", models.JSONField()),
                ("specialties", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.membership",
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
            ],
        ),
        migrations.AddField(
            model_name="ranking",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outreach.territoryplace",
            ),
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.UUIDField()),
                ("key", models.CharField(max_length=200)),
                ("rank", models.PositiveIntegerField()),
                ("tier", models.CharField(max_length=10)),
                ("name", models.CharField(blank=True, max_length=180)),
                ("street", models.CharField(max_length=180)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip5", models.CharField(max_length=5)),
                ("specialty", models.CharField(max_length=40)),
                ("miles", models.FloatField()),
                ("score", models.FloatField()),
                ("parts", models.JSONField()),
                ("reasons", models.JSONField()),
                ("clinicians", models.JSONField()),
                (
                    "ranking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="outreach.ranking",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["ranking", "tier", "specialty", "miles", "key"],
                        name="candidate_counts",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ranking", "rank"), name="candidate_rank_once"),
                    models.UniqueConstraint(
                        fields=("ranking", "office"), name="candidate_office_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "setting_aside",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="outreach.settingaside",
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
            model_name="settingaside",
            constraint=models.UniqueConstraint(
                fields=("group", "standing_key"), name="set_aside_once"
            ),
        ),
    ]
