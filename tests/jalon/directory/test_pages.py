"""Pages of organisations: who reads, who changes, what is kept when something is wrong."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import PaperCode, User
from jalon.base.models import Event, OutboxMessage
from jalon.directory import actions, queries
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Absence, Closure, Establishment, Membership, Organisation, Site, Vetting
from jalon.reference.models import Commune
from tests.fixtures.people import make_organisation, signed_in

pytestmark = pytest.mark.django_db

SIRET = "73282932000074"
OWN_PAGES = ["organisation", "change", "add_establishment", "add_site", "hours", "add_closure", "invite"]


def page_of(name: str, organisation: Organisation, **more: int) -> str:
    return reverse(f"directory:{name}", kwargs={"pk": organisation.pk, **more})


@pytest.mark.parametrize("name", [*OWN_PAGES, "vet", "absences"])
def test_strangers_and_other_employers_read_nothing(
    name: str, client: Client, employer: Organisation, other_recruiter: User
) -> None:
    address = page_of(name, employer)

    assert client.get(address)["Location"].startswith(reverse("account_login"))
    other = signed_in(other_recruiter).get(address)
    assert other.status_code == (403 if name == "vet" else 404)
    assert employer.name not in other.content.decode()


@pytest.mark.parametrize("name", OWN_PAGES)
def test_members_and_the_host_open_every_page(
    name: str, employer: Organisation, recruiter: User, adviser: User
) -> None:
    for user in (recruiter, adviser):
        assert signed_in(user).get(page_of(name, employer)).status_code == 200


@pytest.mark.parametrize("name", ["organisations", "create"])
def test_the_list_is_for_staff(name: str, client: Client, recruiter: User, adviser: User) -> None:
    address = reverse(f"directory:{name}")

    assert client.get(address).status_code == 302
    assert signed_in(recruiter).get(address).status_code == 403
    assert signed_in(adviser).get(address).status_code == 200


def test_partners_read_the_directory_and_change_only_their_own(
    partner_adviser: User, employer: Organisation, host: Organisation
) -> None:
    client = signed_in(partner_adviser)

    assert client.get(page_of("organisation", employer)).status_code == 200
    assert client.get(page_of("change", employer)).status_code == 404
    assert client.get(page_of("vet", employer)).status_code == 404
    assert client.get(reverse("directory:create")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(
    count: int, adviser: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        organisation = make_organisation(f"Atelier {number}")
        Site.objects.create(organisation=organisation, name="Ici", lat=51, lon=2)
    client = signed_in(adviser)

    with django_assert_num_queries(11):
        page = client.get(reverse("directory:organisations"))

    assert page.content.decode().count("Atelier") == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_organisation_costs_the_same_whatever_it_holds(
    count: int, adviser: User, employer: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    for number in range(count):
        Site.objects.create(organisation=employer, name=f"Lieu {number}", lat=51, lon=2)
        Closure.objects.create(organisation=employer, first_date=today, last_date=today)
        actions.invite(organisation=employer, email=f"{number}@jalon.example", name="Nouvelle", by=adviser)
    client = signed_in(adviser)

    with django_assert_num_queries(19):
        client.get(page_of("organisation", employer))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=vandamme", ["Chantiers Vandamme"]),
        ("q=732 829 320", ["Chantiers Vandamme"]),
        (f"q={SIRET}", ["Chantiers Vandamme"]),
        ("kind=host", ["Maison de l’emploi du Grand-Estran"]),
        ("q=rien de tel", []),
        ("kind=to_vet", ["Nouveau Venu"]),
        ("page=99", ["Chantiers Vandamme", "Maison de l’emploi du Grand-Estran", "Nouveau Venu"]),
    ],
)
def test_list_is_searched(adviser: User, employer: Organisation, query: str, names: list[str]) -> None:
    make_organisation("Nouveau Venu", vetted=False)
    actions.add_establishment(organisation=employer, siret=SIRET, by=adviser)

    page = signed_in(adviser).get(f"{reverse('directory:organisations')}?{query}")

    assert [organisation.name for organisation in page.context["found"]] == names


def test_site_takes_pasted_coordinates(recruiter: User, employer: Organisation) -> None:
    entry = {"name": "Le chantier", "address": "quai 4", "coordinates": "51,0343 ; 2,3767", "commune": ""}

    signed_in(recruiter).post(page_of("add_site", employer), entry)

    site = Site.objects.get()
    assert (site.lat, site.lon, site.address) == (51.0343, 2.3767, "quai 4")


def test_site_without_coordinates_stands_at_the_centre(recruiter: User, employer: Organisation) -> None:
    commune = Commune.objects.create(code="59183", name="Dunkerque", lat=51.03, lon=2.37)
    entry = {"name": "Le chantier", "address": "", "coordinates": "", "commune": "59183"}

    signed_in(recruiter).post(page_of("add_site", employer), entry)

    assert Site.objects.values_list("lat", "lon", "commune").get() == (51.03, 2.37, commune.pk)


def test_wrong_site_says_why_and_keeps_what_was_typed(recruiter: User, employer: Organisation) -> None:
    entry = {"name": "Le chantier", "address": "quai 4", "coordinates": "200, 2", "commune": ""}

    page = signed_in(recruiter).post(page_of("add_site", employer), entry).content.decode()

    assert "n’est pas sur Terre" in page
    assert 'value="quai 4"' in page
    assert not Site.objects.exists()


def test_a_site_of_another_organisation_is_not_changed(recruiter: User, employer: Organisation) -> None:
    other = Site.objects.create(organisation=make_organisation("Autre"), name="Loin", lat=1, lon=1)
    address = page_of("change_site", employer, site=other.pk)

    assert signed_in(recruiter).post(address, {"name": "Pris", "coordinates": "2, 2"}).status_code == 404
    other.refresh_from_db()
    assert other.name == "Loin"


def test_siret_is_checked_and_taken_once(recruiter: User, employer: Organisation) -> None:
    client = signed_in(recruiter)
    address = page_of("add_establishment", employer)

    wrong = client.post(address, {"siret": "73282932000075", "name": ""}).content.decode()
    client.post(address, {"siret": "732 829 320 00074", "name": ""})
    again = client.post(address, {"siret": SIRET, "name": ""}).content.decode()

    assert "Un chiffre est faux" in wrong
    assert "déjà noté" in again
    employer.refresh_from_db()
    assert (Establishment.objects.get().siret, employer.siren) == (SIRET, SIRET[:9])


def test_week_is_written_in_plain_text(recruiter: User, employer: Organisation) -> None:
    client = signed_in(recruiter)
    entry = {f"day_{day}": "" for day in range(7)} | {"day_1": "8h-12h et 13h30-17h"}

    wrong = client.post(page_of("hours", employer), {**entry, "day_2": "tôt"}).content.decode()
    assert queries.week_of(employer)[0] == [(time(9), time(18))]
    client.post(page_of("hours", employer), entry)

    assert 'value="tôt"' in wrong
    assert queries.week_of(employer) == {1: [(time(8), time(12)), (time(13, 30), time(17))]}


def test_closure_is_added_and_removed_by_post_only(recruiter: User, employer: Organisation) -> None:
    client = signed_in(recruiter)
    day = timezone.localdate() + timedelta(days=3)

    client.post(
        page_of("add_closure", employer), {"first_date": day.isoformat(), "last_date": "", "label": "pont"}
    )
    closure = Closure.objects.get()
    remove = page_of("remove_closure", employer, closure=closure.pk)

    assert (closure.first_date, closure.last_date, closure.label) == (day, day, "pont")
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2030-01-02", "2030-01-01", "vient avant"),
        ("2001-01-01", "", "d’aujourd’hui"),
        ("x", "", "n’existe pas"),
    ],
)
def test_days_that_make_no_sense_are_told(
    recruiter: User, employer: Organisation, first: str, last: str, said: str
) -> None:
    entry = {"first_date": first, "last_date": last, "label": ""}

    assert said in signed_in(recruiter).post(page_of("add_closure", employer), entry).content.decode()


def test_absence_is_ones_own(adviser: User, other_adviser: User, host: Organisation) -> None:
    day = timezone.localdate() + timedelta(days=1)
    client = signed_in(adviser)
    client.post(page_of("absences", host), {"first_date": day.isoformat(), "last_date": ""})
    absence = Absence.objects.get()
    remove = page_of("remove_absence", host, absence=absence.pk)

    assert absence.membership.user == adviser
    assert signed_in(other_adviser).post(remove).status_code == 404
    client.post(remove)
    assert not Absence.objects.exists()


def test_invited_colleague_gets_an_account_and_a_mail(recruiter: User, employer: Organisation) -> None:
    signed_in(recruiter).post(page_of("invite", employer), {"name": "Léa Neuf", "email": "Lea@Jalon.example"})

    invited = User.objects.get(email="lea@jalon.example")
    assert not invited.has_usable_password()
    assert queries.organisations_as(invited, Role.EMPLOYER) == [employer]
    message = OutboxMessage.objects.get()
    assert message.recipient == "lea@jalon.example"
    assert "Paul Vandamme vous invite" in message.subject
    assert reverse("account_login") in message.body


def test_inviting_twice_makes_one_membership(recruiter: User, employer: Organisation) -> None:
    for _ in range(2):
        actions.invite(organisation=employer, email="lea@jalon.example", name="Léa", by=recruiter)

    assert Membership.objects.filter(user__email="lea@jalon.example").count() == 1


def test_removed_member_acts_no_more(adviser: User, recruiter: User, employer: Organisation) -> None:
    membership = Membership.objects.get(user=recruiter)
    address = page_of("end_member", employer, member=membership.pk)
    client = signed_in(adviser)

    client.get(address)
    assert queries.organisations_as(recruiter, Role.EMPLOYER) == [employer]
    client.post(address)
    assert queries.organisations_as(recruiter, Role.EMPLOYER) == []
    assert signed_in(recruiter).get(page_of("organisation", employer)).status_code == 403


def test_paper_code_is_for_colleagues_only(
    adviser: User, other_adviser: User, recruiter: User, host: Organisation, employer: Organisation
) -> None:
    client = signed_in(adviser)
    colleague = page_of("paper", host, member=Membership.objects.get(user=other_adviser).pk)
    oneself = page_of("paper", host, member=Membership.objects.get(user=adviser).pk)
    outsider = page_of("paper", employer, member=Membership.objects.get(user=recruiter).pk)

    assert client.get(colleague).status_code == 200
    assert not PaperCode.objects.exists()
    assert "Imprimer" in client.post(colleague).content.decode()
    assert [client.post(address).status_code for address in (oneself, outsider)] == [404, 404]
    assert PaperCode.objects.get().user == other_adviser


def test_vetting_is_kept_with_its_author_and_told(
    adviser: User, recruiter: User, employer: Organisation
) -> None:
    Organisation.objects.filter(pk=employer.pk).update(vetted_at=None)
    client = signed_in(adviser)

    silent = client.post(page_of("vet", employer), {"answer": "refuse", "reason": " "}).content.decode()
    client.post(page_of("vet", employer), {"answer": "refuse", "reason": "Société radiée"})
    employer.refresh_from_db()

    assert "Écrivez pourquoi" in silent
    assert (employer.vetted_at, employer.refused_reason) == (None, "Société radiée")
    assert "Société radiée" in OutboxMessage.objects.get(recipient=recruiter.email).body
    client.post(page_of("vet", employer), {"answer": "accept", "reason": ""})
    employer.refresh_from_db()
    assert employer.vetted_at is not None
    assert employer.refused_reason == ""
    assert list(Vetting.objects.order_by("pk").values_list("accepted", "by")) == [
        (False, adviser.pk), (True, adviser.pk),
    ]  # fmt: skip
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == ["refused", "vetted"]


def test_staff_enters_an_employer_it_knows(adviser: User) -> None:
    entry = {"kind": "employer", "name": "Minoterie", "siren": "", "phone": "03 53 01 24 99", "email": ""}

    signed_in(adviser).post(reverse("directory:create"), entry)

    made = Organisation.objects.get(name="Minoterie")
    assert (made.phone, made.vetted_by) == ("+33353012499", adviser)


@pytest.fixture
def applicant() -> dict[str, str]:
    cache.clear()
    return {
        "name": "Brasserie du Phare", "siret": SIRET, "contact": "Rose Malt",
        "email": "rose@jalon.example", "phone": "06 12 34 56 78", "website": "",
    }  # fmt: skip


def test_new_employer_registers_and_waits(
    client: Client, host: Organisation, applicant: dict[str, str]
) -> None:
    answer = client.post(reverse("directory:register"), applicant)

    made = Organisation.objects.get(kind=OrganisationKind.EMPLOYER)
    assert answer["Location"] == reverse("directory:registered")
    assert made.vetted_at is None
    assert list(queries.to_vet()) == [made]
    assert queries.organisations_as(User.objects.get(), Role.EMPLOYER) == [made]
    assert "avant" in OutboxMessage.objects.get().body
    assert "jalon_session" not in answer.cookies


def test_known_siret_reads_the_same_and_changes_nothing(
    client: Client, employer: Organisation, recruiter: User, applicant: dict[str, str]
) -> None:
    actions.add_establishment(organisation=employer, siret=SIRET, by=None)

    answer = client.post(reverse("directory:register"), applicant)

    assert answer["Location"] == reverse("directory:registered")
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 1
    assert "a déjà un espace" in OutboxMessage.objects.get().body


def test_wrong_registration_keeps_what_was_typed(client: Client, applicant: dict[str, str]) -> None:
    page = client.post(reverse("directory:register"), {**applicant, "siret": "123", "phone": "12"})

    assert "On attend 14 chiffres" in page.content.decode()
    assert "Ce numéro ne va pas" in page.content.decode()
    assert 'value="Brasserie du Phare"' in page.content.decode()


def test_machines_that_fill_everything_in_register_nothing(client: Client, applicant: dict[str, str]) -> None:
    client.post(reverse("directory:register"), {**applicant, "website": "https://spam.example"})

    assert not Organisation.objects.exists()


def test_registrations_are_limited(client: Client, host: Organisation, applicant: dict[str, str]) -> None:
    statuses = [
        client.post(
            reverse("directory:register"), {**applicant, "email": f"rose{n}@jalon.example"}
        ).status_code
        for n in range(7)
    ]

    assert statuses == [302] * 5 + [429] * 2


def test_own_page_leads_to_ones_organisation(recruiter: User, employer: Organisation) -> None:
    assert signed_in(recruiter).get(reverse("directory:own"))["Location"] == page_of("organisation", employer)


@pytest.mark.django_db(transaction=True)
def test_two_requests_for_one_siret_make_one_organisation(applicant: dict[str, str]) -> None:
    def register(number: int) -> int:
        try:
            entry = {**applicant, "email": f"rose{number}@jalon.example"}
            return Client().post(reverse("directory:register"), entry).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(register, range(4)))

    assert statuses == [302] * 4
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 1
    assert OutboxMessage.objects.count() == 4
