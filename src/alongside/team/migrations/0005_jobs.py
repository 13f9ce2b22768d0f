import django.db.models.deletion
from django.db import migrations, models

import alongside.team.ids


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0004_one_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
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
                ("kind", models.CharField(max_length=60)),
                ("key", models.UUIDField()),
                ("arguments", models.JSONField(default=dict)),
                ("title", models.CharField(max_length=200)),
                ("progress_done", models.PositiveBigIntegerField(default=0)),
                ("progress_total", models.PositiveBigIntegerField(default=0)),
                ("progress_words", models.CharField(blank=True, max_length=200)),
                ("runs", models.PositiveIntegerField(default=0)),
                ("task_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
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
                        related_name="jobs",
                        to="team.group",
                    ),
                ),
                (
                    "retrial_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retrial",
                        to="team.job",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Worker",
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
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JobEnding",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="team.job",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("done", "done"), ("failed", "failed"), ("stopped", "stopped")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("result", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ("done", "failed", "stopped"))),
                        name="job_ending_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobStop",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="stop",
                        serialize=False,
                        to="team.job",
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
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["group", "-made_at"], name="job_of_group"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="job_once"),
        ),
    ]
