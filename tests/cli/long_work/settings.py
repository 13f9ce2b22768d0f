"""The settings, with the tests' kinds of work."""

from alongside.config.settings import *  # noqa: F403
from alongside.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cli.long_work.apps.LongWork"]
