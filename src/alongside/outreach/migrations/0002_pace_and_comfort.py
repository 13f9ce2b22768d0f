import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import alongside.team.ids
from alongside.team.ids import uuid7

KEYED = ("Contact", "DoNotVisit", "Lifting", "Postponement", "Practice")


def bring_rows_along(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give each row a key of its own, each follow-up its day, and keep what was put away."""
    for name in KEYED:
        rows = apps.get_model("outreach", name).objects
        for pk in rows.values_list("pk", flat=True):
            rows.filter(pk=pk).update(key=uuid7())
    apps.get_model("outreach", "FollowUp").objects.update(shown_on=models.F("due_on"))
    shelving = apps.get_model("outreach", "Shelving")
    for old in apps.get_model("outreach", "Archival").objects.all():  # type: ignore[misc]
        shelving.objects.create(
            practice_id=old.practice_id,
            standing_for_id=old.practice_id,
            by_id=old.by_id,
            at=old.at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_going_to_see_people"),
        ("team", "0004_one_installation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comfort",
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
                ("is_comfortable", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comforts",
                        to="team.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="opening",
                        serialize=False,
                        to="outreach.practice",
                    ),
                ),
                ("on", models.DateField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Shelving",
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
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shelvings",
                        to="outreach.practice",
                    ),
                ),
                (
                    "standing_for",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shelving",
                        to="outreach.practice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Revival",
            fields=[
                (
                    "shelving",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="revival",
                        serialize=False,
                        to="outreach.shelving",
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
        migrations.AddField(
            model_name="contact",
            name="key",
            field=models.UUIDField(default=alongside.team.ids.uuid7),
        ),
        migrations.AddField(
            model_name="contact",
            name="specialty",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="donotvisit",
            name="key",
            field=models.UUIDField(default=alongside.team.ids.uuid7),
        ),
        migrations.AddField(
            model_name="followup",
            name="row",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="followup",
            name="shown_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="lifting",
            name="key",
            field=models.UUIDField(default=alongside.team.ids.uuid7),
        ),
        migrations.AddField(
            model_name="postponement",
            name="key",
            field=models.UUIDField(default=alongside.team.ids.uuid7),
        ),
        migrations.AddField(
            model_name="practice",
            name="key",
            field=models.UUIDField(default=alongside.team.ids.uuid7),
        ),
        migrations.AddField(
            model_name="visit",
            name="named_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(bring_rows_along, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("made_by", "key"), name="contact_key_once"),
        ),
        migrations.AddConstraint(
            model_name="donotvisit",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="do_not_visit_key_once"),
        ),
        migrations.AddConstraint(
            model_name="lifting",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="lifting_key_once"),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="postponement_key_once"),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.UniqueConstraint(fields=("made_by", "key"), name="practice_key_once"),
        ),
        migrations.RemoveIndex(
            model_name="followup",
            name="follow_up_due",
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("standing_for__isnull", False)),
                fields=["group", "shown_on"],
                name="follow_up_shown",
            ),
        ),
        migrations.DeleteModel(
            name="Archival",
        ),
    ]
