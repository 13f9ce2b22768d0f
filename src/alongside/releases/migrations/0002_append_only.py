from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from alongside.releases.append_only import drop_triggers, make_triggers


def make(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_triggers(schema_editor.connection)


def drop(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = (("releases", "0001_who_may_be_told"),)
    operations = (migrations.RunPython(make, drop),)
