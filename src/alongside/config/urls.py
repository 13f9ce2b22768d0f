"""Every address of the web: the pages, and the log-in library's own under /accounts/."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("alongside.web.urls")),
]
