from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "alongside.releases"
    label = "releases"
