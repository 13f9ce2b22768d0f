from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class WebConfig(AppConfig):
    name = "alongside.web"
    label = "web"


class ServedFiles(StaticFilesConfig):
    """What is gathered to be served: of the fonts' packages, which hold each face twice, one."""

    default = False
    ignore_patterns = (*StaticFilesConfig.ignore_patterns, "*.otf")
