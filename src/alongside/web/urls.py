"""The pages, by their nouns."""

from django.urls import include, path

from alongside.web import follow_ups, health, practices, territory, today, visits

urlpatterns = [
    path("", today.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("practices/", practices.practices, name="practices"),
    path("practices/new/", practices.new, name="practice-new"),
    path("practices/<uuid:pk>/", practices.practice, name="practice"),
    path("practices/<uuid:pk>/mending/", practices.mending, name="practice-mending"),
    path("practices/<uuid:pk>/archival/", practices.archival, name="practice-archival"),
    path("practices/<uuid:pk>/lifting/", practices.lifting, name="practice-lifting"),
    path("practices/<uuid:pk>/contacts/new/", practices.new_contact, name="contact-new"),
    path("practices/<uuid:pk>/visits/new/", visits.new, name="visit-new"),
    path("visits/<uuid:pk>/withdrawal/", visits.withdrawal, name="visit-withdrawal"),
    path(
        "follow-ups/<uuid:pk>/postponement/", follow_ups.postponement, name="follow-up-postponement"
    ),
    path("territory/", territory.territory, name="territory"),
    path("territory/loads/", territory.loads, name="territory-loads"),
    path("territory/work/", territory.work, name="territory-work"),
    path("candidates/<uuid:pk>/adoption/", territory.adoption, name="office-adoption"),
    path(
        "candidates/<uuid:pk>/setting-aside/", territory.setting_aside, name="office-setting-aside"
    ),
    path("candidates/<uuid:pk>/return/", territory.office_return, name="office-return"),
    path("settings/territory/", territory.place, name="settings-territory"),
    path("", include("alongside.web.account_urls")),
]
