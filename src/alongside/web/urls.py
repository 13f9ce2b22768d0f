"""The pages, by their nouns."""

from django.urls import include, path

from alongside.web import (
    cards,
    contacts,
    follow_ups,
    health,
    introductions,
    materials,
    practices,
    territory,
    territory_data,
    territory_map,
    today,
    visits,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("practices/", practices.practices, name="practices"),
    path("practices/new/", practices.new, name="practice-new"),
    path("practices/<uuid:pk>/", practices.practice, name="practice"),
    path("practices/<uuid:pk>/mending/", practices.mending, name="practice-mending"),
    path("practices/<uuid:pk>/archival/", practices.archival, name="practice-archival"),
    path("practices/<uuid:pk>/revival/", practices.revival, name="practice-revival"),
    path("practices/<uuid:pk>/no/", practices.no, name="practice-no"),
    path("practices/<uuid:pk>/lifting/", practices.lifting, name="practice-lifting"),
    path("practices/<uuid:pk>/step-five/", practices.step_five, name="practice-step-five"),
    path("practices/<uuid:pk>/contacts/new/", contacts.new, name="contact-new"),
    path("practices/<uuid:pk>/visits/new/", visits.new, name="visit-new"),
    path("practices/<uuid:pk>/outlook/", visits.outlook, name="visit-outlook"),
    path("contacts/<uuid:pk>/mending/", contacts.mending, name="contact-mending"),
    path("visits/<uuid:pk>/correction/", visits.correction, name="visit-correction"),
    path("visits/<uuid:pk>/withdrawal/", visits.withdrawal, name="visit-withdrawal"),
    path(
        "follow-ups/<uuid:pk>/postponement/", follow_ups.postponement, name="follow-up-postponement"
    ),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<uuid:pk>/thanks/", introductions.thanks, name="introduction-thanks"),
    path("materials/", materials.materials, name="materials"),
    path("materials/page.svg", materials.preview, name="materials-preview"),
    path("handouts/", materials.handouts, name="handouts"),
    path("cards/", materials.cards, name="cards"),
    path("visit-kits/", materials.visit_kits, name="visit-kits"),
    path("letters/", materials.letters, name="letters"),
    path("availability-cards/", materials.availability_cards, name="availability-cards"),
    path("release-forms/", materials.release_forms, name="release-forms"),
    path("card-batches/<uuid:pk>/revocation/", cards.revocation, name="card-batch-revocation"),
    path("c/<str:token>/", cards.card, name="card"),
    path("territory/", territory.territory, name="territory"),
    path("territory/map/", territory_map.territory_map, name="territory-map"),
    path("territory/loads/", territory_data.loads, name="territory-loads"),
    path("territory/look-ups/", territory_data.look_ups, name="territory-look-ups"),
    path("territory/work/", territory.work, name="territory-work"),
    path("candidates/<uuid:pk>/adoption/", territory.adoption, name="office-adoption"),
    path(
        "candidates/<uuid:pk>/setting-aside/", territory.setting_aside, name="office-setting-aside"
    ),
    path("candidates/<uuid:pk>/return/", territory.office_return, name="office-return"),
    path("settings/data/", territory_data.data, name="settings-data"),
    path("settings/territory/", territory.place, name="settings-territory"),
    path("", include("alongside.web.account_urls")),
]
