from django.apps import AppConfig


class LongWork(AppConfig):
    name = "tests.cli.long_work"
    label = "long_work"

    def ready(self) -> None:
        import tests.cli.long_work.kinds  # noqa: F401
