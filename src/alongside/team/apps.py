from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class TeamConfig(AppConfig):
    name = "alongside.team"
    label = "team"

    def ready(self) -> None:
        connection_created.connect(expect_quick_disks, dispatch_uid="quick disks")


def expect_quick_disks(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Tell PostgreSQL that no disk turns under it: for 400 rows it would else read 40,000 in order.

    Measured: what is due, among 40,000 practices, in 2 ms and not in 58.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET random_page_cost = 1.1")
