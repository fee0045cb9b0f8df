"""Addresses of organisations."""

from django.urls import URLPattern, path

from jalon.directory.views import hours, members, organisations, places, registration, vetting

app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("", organisations.index, name="organisations"),
    path("nouvelle", organisations.create, name="create"),
    path("la-mienne", organisations.own, name="own"),
    path("inscription", registration.register, name="register"),
    path("inscription/merci", registration.thanks, name="registered"),
    path("<int:pk>/", organisations.show, name="organisation"),
    path("<int:pk>/modifier", organisations.change, name="change"),
    path("<int:pk>/verifier", vetting.vet, name="vet"),
    path("<int:pk>/etablissements/ajouter", places.add_establishment, name="add_establishment"),
    path("<int:pk>/lieux/ajouter", places.add_site, name="add_site"),
    path("<int:pk>/lieux/<int:site>/modifier", places.change_site, name="change_site"),
    path("<int:pk>/horaires", hours.week, name="hours"),
    path("<int:pk>/fermetures/ajouter", hours.add_closure, name="add_closure"),
    path("<int:pk>/fermetures/<int:closure>/retirer", hours.remove_closure, name="remove_closure"),
    path("<int:pk>/absences", hours.absences, name="absences"),
    path("<int:pk>/absences/<int:absence>/retirer", hours.remove_absence, name="remove_absence"),
    path("<int:pk>/membres/inviter", members.invite, name="invite"),
    path("<int:pk>/membres/<int:member>/terminer", members.end, name="end_member"),
    path("<int:pk>/membres/<int:member>/papier", members.paper, name="paper"),
]
