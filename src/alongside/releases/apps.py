from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "alongside.releases"
    label = "releases"

    def ready(self) -> None:
        from alongside.releases.append_only import missing_triggers
        from alongside.team.soundness import VITAL, look_at_triggers

        VITAL["letters and disclosures"] = look_at_triggers(missing_triggers)
