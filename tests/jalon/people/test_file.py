"""Open a file, find it again, stop, take it away, erase it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.outbox import enqueue
from jalon.base.actions.sending import send_due
from jalon.base.models import Event, StoppedAddress
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.models import ContactPoint, Milestone, Person, PersonKey


@pytest.fixture
def person(host: Organisation) -> Person:
    return actions.register(
        first_name="Noël", last_name="D’Hœdt", phone="06 39 98 12 34", organisation=host, means="phone"
    )


@pytest.mark.parametrize(
    "text", ["noel", "Noë", "HOEDT", "d'hœdt noël", "0639981234", "06 39 98", "98 12 34", "+33 6 39 98 12 34"]
)
def test_a_person_is_found_however_one_types(person: Person, adviser: User, text: str) -> None:
    assert queries.search(adviser, text) == [person]


@pytest.mark.parametrize("text", ["", "oel", "  ", "07 00 00 00 00", "%", "noel martin", "awa@exemple.fr"])
def test_what_does_not_match_finds_nobody(person: Person, adviser: User, text: str) -> None:
    assert queries.search(adviser, text) == []


def test_several_people_share_a_telephone(person: Person, host: Organisation, adviser: User) -> None:
    sister = actions.register(first_name="Léa", phone="0639981234", organisation=host, means="phone")

    assert set(queries.search(adviser, "06 39 98 12 34")) == {person, sister}


def test_a_wrong_number_opens_no_file(host: Organisation) -> None:
    with pytest.raises(ValidationError):
        actions.register(phone="06 39", organisation=host, means="web")
    assert not Person.objects.exists()


def test_a_slip_opens_its_page_as_typed_and_is_kept_as_a_hash(person: Person, adviser: User) -> None:
    code = actions.open_key(person=person, kind="slip")
    spaced = f"{code[:5]}-{code[5:]}".lower()

    assert len(code) == 10
    assert queries.key_owner(spaced) == person
    assert queries.search(adviser, spaced) == [person]
    assert code not in PersonKey.objects.get().hash


def test_a_code_that_has_expired_opens_nothing(person: Person) -> None:
    code = actions.open_key(person=person, kind="link")
    PersonKey.objects.update(expires_at=timezone.now())

    assert queries.key_owner(code) is None


def test_stop_silences_a_number_for_everybody_who_shares_it(person: Person, host: Organisation) -> None:
    sister = actions.register(first_name="Léa", phone="0639981234", organisation=host, means="phone")
    enqueue(channel="sms", recipient="+33639981234", body="x")

    assert actions.stop_contact(kind="phone", value="+33639981234") == 2

    assert queries.reachable_by(sister, "sms") is None
    assert send_due() == 0
    assert Event.objects.filter(topic="people", kind="stopped").count() == 2
    assert queries.timeline(person)[0].label.startswith("STOP")

    actions.resume_contact(contact=ContactPoint.objects.get(person=person))
    assert queries.reachable_by(person, "sms") is not None
    assert not StoppedAddress.objects.exists()


def test_a_landline_gets_no_text_message(host: Organisation) -> None:
    person = actions.register(phone="03 53 01 24 60", organisation=host, means="phone")

    assert queries.reachable_by(person, "sms") is None


def test_a_person_takes_everything_away(person: Person, adviser: User) -> None:
    actions.record_access(person=person, user=adviser, page="dossier")
    rows = queries.export_file(person)["people"]

    assert rows[0]["nom"] == "D’Hœdt"
    assert {row["rubrique"] for row in rows} == {
        "Vous", "Pour vous joindre", "Ce que vous acceptez", "Qui vous accompagne", "Ce qui s’est passé",
        "Qui a ouvert votre dossier",
    }  # fmt: skip


def test_erasing_leaves_an_empty_number_and_nothing_else(
    person: Person, adviser: User, host: Organisation
) -> None:
    twin = actions.register(first_name="Noé", email="n@exemple.fr", organisation=host, means="web")
    actions.merge(duplicate=twin, into=person, by=adviser)

    actions.erase(person=twin)

    for one in Person.objects.order_by("pk"):
        assert (one.first_name, one.last_name, one.folded_name) == ("", "", "")
        assert one.anonymised_at is not None
    assert not ContactPoint.objects.exists()
    assert not Milestone.objects.exists()
    assert list(queries.visible_to(adviser)) == []


NAMES = [
    (("María José", "de la Cruz y Gómez", ""), ["gomez", "cruz", "delacruz", "de la cruz", "maria gomez"]),
    (("Aminata", "N’Diaye", ""), ["ndiaye", "n'diaye", "n diaye", "N’DIAYE", "diaye aminata"]),
    (("Sidi", "Ould Ahmed", ""), ["ould ahmed", "ouldahmed", "ahmed sidi", "OULD"]),
    (("Jean-Noël", "d’Hœdt", ""), ["dhoedt", "d hoedt", "jeannoel", "jean noel", "hœdt"]),
    (("محمد", "بن علي", ""), ["محمد", "علي", "بن علي"]),
    (("Thị Đào", "Nguyễn", ""), ["nguyen", "dao", "thi dao nguyen"]),
    (("Fatima", "Benali", "Lefèvre"), ["benali", "lefevre", "fatima lefevre"]),
    (("Ndiaye", "", ""), ["n'diaye"]),
    (("İpek", "Öztürk", ""), ["ipek ozturk"]),
]


@pytest.mark.parametrize(("names", "typed"), NAMES)
def test_names_of_the_world_are_found_however_typed(
    host: Organisation, adviser: User, names: tuple[str, str, str], typed: list[str]
) -> None:
    first, last, usual = names
    person = actions.register(
        first_name=first, last_name=last, usual_name=usual, organisation=host, means="face"
    )

    for text in typed:
        assert queries.search(adviser, text) == [person], text
