"""Addresses of the adviser's desk and of the employer's answer."""

from django.urls import URLPattern, path

from jalon.introductions.views import answer, find, interest, introduction, letters, phone

app_name = "introductions"
urlpatterns: list[URLPattern] = [
    path("bureau/chercher/", find.find, name="find"),
    path("bureau/telephone/", phone.phone, name="phone"),
    path("bureau/demandes/<int:interest_id>/", interest.show, name="interest"),
    path("bureau/demandes/<int:interest_id>/prendre/", interest.take, name="take"),
    path("bureau/demandes/<int:interest_id>/appel/", interest.call, name="call"),
    path("bureau/demandes/<int:interest_id>/note/", interest.note, name="note"),
    path("bureau/demandes/<int:interest_id>/clore/", interest.close, name="close"),
    path("bureau/demandes/<int:interest_id>/meme-personne/", interest.same_person, name="same_person"),
    path("bureau/demandes/<int:interest_id>/autre-offre/", interest.other, name="other"),
    path("bureau/demandes/<int:interest_id>/presenter/", interest.introduce, name="introduce"),
    path("bureau/mises-en-relation/", introduction.listing, name="introductions"),
    path("bureau/mises-en-relation/<int:introduction_id>/", introduction.show, name="introduction"),
    path("bureau/mises-en-relation/<int:introduction_id>/relancer/", introduction.remind, name="remind"),
    path(
        "bureau/mises-en-relation/<int:introduction_id>/entretien/", introduction.interview, name="interview"
    ),
    path("bureau/mises-en-relation/<int:introduction_id>/resultat/", introduction.result, name="result"),
    path("bureau/mises-en-relation/<int:introduction_id>/proposition/", introduction.offer, name="offer"),
    path("bureau/mises-en-relation/<int:introduction_id>/embauche/", introduction.hire, name="hire"),
    path("bureau/mises-en-relation/<int:introduction_id>/annuler/", introduction.cancel, name="cancel_hire"),
    path("bureau/mises-en-relation/<int:introduction_id>/clore/", introduction.end, name="end"),
    path("bureau/lettres/", letters.listing, name="letters"),
    path("bureau/lettres/<int:message_id>.pdf", letters.pdf, name="letter"),
    path("reponse/<slug:code>/", answer.answer, name="answer"),
    path("reponse/<slug:code>/suite/", answer.details, name="answer_details"),
    path("reponse/<slug:code>/lu/", answer.read, name="answer_read"),
]
