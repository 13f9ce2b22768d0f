"""The product's settings; its pages show as many rows as the environment says."""

from alongside.config.settings import *  # noqa: F403  as settings are made of others

WSGI_APPLICATION = "benchmarks.web.rows.application"
