"""The pages of accounts, team and settings, by their nouns."""

from django.urls import path

from alongside.web import (
    beginning,
    events,
    exports,
    invitations,
    network_page,
    profile_page,
    questions,
    settings_page,
    team,
    work,
)

urlpatterns = [
    path("beginning/", beginning.beginning, name="beginning"),
    path("beginning/questions/", questions.questions, name="questions"),
    path("invitations/", invitations.invite, name="invitations"),
    path("invitations/<uuid:pk>/withdrawal/", invitations.withdrawal, name="invitation-withdrawal"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("team/", team.team, name="team"),
    path("members/<uuid:pk>/role/", team.role, name="member-role"),
    path("members/<uuid:pk>/departure/", team.departure, name="member-departure"),
    path("settings/", settings_page.settings, name="settings"),
    path("settings/group/", settings_page.group, name="settings-group"),
    path("settings/profile/", profile_page.profile, name="settings-profile"),
    path("settings/logo/", profile_page.logo, name="settings-logo"),
    path("settings/logo/picture/", profile_page.logo_picture, name="settings-logo-picture"),
    path("settings/logo/removal/", profile_page.logo_removal, name="settings-logo-removal"),
    path("settings/availability/", profile_page.availability, name="settings-availability"),
    path("settings/network/", network_page.network, name="settings-network"),
    path("networks/", network_page.networks, name="networks"),
    path("networks/codes/", network_page.codes, name="network-codes"),
    path("networks/leaving/", network_page.leaving, name="network-leaving"),
    path("network-requests/", network_page.requests, name="network-requests"),
    path(
        "network-requests/<uuid:pk>/admission/",
        network_page.admission,
        name="network-request-admission",
    ),
    path(
        "network-requests/<uuid:pk>/refusal/", network_page.refusal, name="network-request-refusal"
    ),
    path("work/", work.work, name="work"),
    path("work/<uuid:pk>/", work.job, name="work-job"),
    path("work/<uuid:pk>/stop-wish/", work.stop_wish, name="work-stop-wish"),
    path("work/<uuid:pk>/retrial/", work.retrial, name="work-retrial"),
    path("events/", events.events, name="events"),
    path("practices.csv", exports.practices, name="practices-file"),
    path("people.csv", exports.people, name="people-file"),
    path("visits.csv", exports.visits, name="visits-file"),
    path("pauses/", settings_page.pauses, name="pauses"),
    path("comfort/", settings_page.comfort, name="comfort"),
    path("groups/<uuid:pk>/work/", settings_page.current_group, name="current-group"),
]
