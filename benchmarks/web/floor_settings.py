"""The product's settings, with nothing of the product in front of the floor's two views."""

from alongside.config.settings import *  # noqa: F403  as settings are made of others
from alongside.config.settings import INSTALLED_APPS as ALL

# The log-in library wants its middleware, and the floor has none.
INSTALLED_APPS = [name for name in ALL if not name.startswith(("allauth", "alongside.web"))]
MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.web.floor"
WSGI_APPLICATION = "benchmarks.web.floor.application"
