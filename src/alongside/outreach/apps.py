from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "alongside.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Name what the worker can do here."""
        from alongside.outreach import mailing_jobs, network_jobs, territory_jobs  # noqa: F401
