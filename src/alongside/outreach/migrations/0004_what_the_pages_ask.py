import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STANDING = models.Q(("standing_for__isnull", False))


def tell_the_group(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    introductions = apps.get_model("outreach", "Introduction").objects
    practices = apps.get_model("outreach", "Practice").objects
    there = practices.filter(pk=models.OuterRef("practice")).values("group")
    introductions.update(group=models.Subquery(there))
    # PostgreSQL alters no table while its rows wait to be checked.
    schema_editor.connection.check_constraints(table_names=["outreach_introduction"])


def nothing(_apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    pass


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0003_the_territory"),
        ("team", "0005_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.group",
            ),
        ),
        migrations.RunPython(tell_the_group, nothing),
        migrations.AlterField(
            model_name="introduction",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.group"
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="goes",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.membership",
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="group",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.group",
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="team.membership",
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="practice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="outreach.practice",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=STANDING, fields=["goes", "due_on", "id"], name="follow_up_due"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=STANDING, fields=["goes", "shown_on", "id"], name="follow_up_coming"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["by", "logged_at"], name="visit_just_logged"),
        ),
    ]
