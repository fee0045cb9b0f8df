"""A list of people becomes files: nothing lost, nobody twice, nothing without a decision."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest
from openpyxl import Workbook

from jalon.accounts.models import User
from jalon.base.tables import UnreadableError
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.actions import imports
from jalon.people.actions.import_reading import read_rows
from jalon.people.actions.import_writing import write_rows
from jalon.people.models import Consent, ContactPoint, Milestone, PeopleImport, Person, TeamMember
from jalon.people.queries.imports import counts, refused_file
from jalon.people.readers.columns import guess

HEADERS = ["Prénom", "Nom", "Nom d'usage", "Né(e) le", "Téléphone", "Courriel", "Adresse", "CP", "Commune"]


def written(rows: Iterable[Iterable[Any]], separator: str = ";", encoding: str = "utf-8") -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([HEADERS, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def row(first: str, last: str, born: str = "", phone: str = "", **more: str) -> list[str]:
    return [first, last, more.get("usual", ""), born, phone, more.get("email", ""), "", "", ""]


def begin(stream: io.BytesIO, host: Organisation, by: User) -> PeopleImport:
    """Sent, matched as guessed, and read."""
    run = imports.begin_import(stream=stream, file_name="liste.csv", organisation=host, by=by)
    imports.match_columns(run=run, columns=guess(run.headers))
    return read_rows(run=run)


def finish(run: PeopleImport, otherwise: str = "leave", means: str = "face") -> PeopleImport:
    """Decided and written."""
    return write_rows(run=imports.decide(run=run, otherwise=otherwise, means=means))


AWA = row("Awa", "Diarra", "26/11/1985", "06 39 98 12 34", email="Awa@Exemple.fr")


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [
        (";", "utf-8"),
        (",", "utf-8-sig"),
        ("\t", "cp1252"),
        ("|", "utf-16"),
        (";", "mac_roman"),
        (";", "cp850"),
    ],
)
def test_a_list_becomes_files(host: Organisation, adviser: User, separator: str, encoding: str) -> None:
    other = row("Noël", "Lefèvre", "1 mars 1990", "0353012460")
    run = begin(written([AWA, other], separator, encoding), host, adviser)
    assert Person.objects.count() == 0

    finish(run)

    awa, noel = Person.objects.order_by("pk")
    assert (str(awa), f"{awa.birth_date}") == ("Awa Diarra", "1985-11-26")
    assert (str(noel), f"{noel.birth_date}") == ("Noël Lefèvre", "1990-03-01")
    assert sorted(ContactPoint.objects.filter(person=awa).values_list("value", flat=True)) == [
        "+33639981234", "awa@exemple.fr",
    ]  # fmt: skip
    assert TeamMember.objects.filter(organisation=host).count() == 2
    assert Consent.objects.filter(purpose="contact", means="face").count() == 2
    assert Milestone.objects.filter(person=awa).get().detail == "liste.csv, ligne 2"
    assert queries.search(adviser, "lefevre") == [noel]


def test_a_workbook_is_taken_with_its_dates_and_its_numbers(host: Organisation, adviser: User) -> None:
    from datetime import datetime

    book = Workbook()
    sheet = book.active
    sheet.append(["NOM Prénom", "Né le", "Portable", "CP", "Ville", "Adresse"])
    sheet.append(["DE LA CRUZ Inés", datetime(1985, 11, 26), 639981234, 59140, "Dunkerque", "4 rue du Phare"])  # noqa: DTZ001
    stream = io.BytesIO()
    book.save(stream)

    finish(begin(stream, host, adviser))

    person = Person.objects.get()
    assert (person.first_name, person.last_name, f"{person.birth_date}") == (
        "Inés",
        "DE LA CRUZ",
        "1985-11-26",
    )
    assert [c.value for c in queries.contacts_of(person)] == [
        "+33639981234",
        "4 rue du Phare\n59140 Dunkerque",
    ]


def test_the_same_list_twice_doubles_nobody(host: Organisation, adviser: User) -> None:
    finish(begin(written([AWA, row("Léa", "Petit", phone="0639981235")]), host, adviser))
    again = begin(written([AWA, row("Léa", "Petit", phone="0639981235")]), host, adviser)

    assert (counts(again).fresh, counts(again).alike) == (0, 2)
    finish(again)

    assert Person.objects.count() == 2
    assert counts(again).left == 2


def test_each_look_alike_is_decided(host: Organisation, adviser: User) -> None:
    known = [
        actions.register(first_name=name, phone=f"063998120{n}", organisation=host, means="phone")
        for n, name in enumerate(["Awa", "Noémie", "Mehdi"])
    ]
    rows = [row(p.first_name, "Diarra", "26/11/1985", f"063998120{n}") for n, p in enumerate(known)]
    run = begin(written(rows), host, adviser)

    imports.choose(run=run, choices={2: "same", 3: "other"})
    finish(run, otherwise="leave")

    known[0].refresh_from_db()
    assert (known[0].last_name, f"{known[0].birth_date}") == ("Diarra", "1985-11-26")
    assert Person.objects.filter(first_name="Noémie").count() == 2
    assert Person.objects.filter(first_name="Mehdi").count() == 1
    assert (counts(run).completed, counts(run).created, counts(run).left) == (1, 1, 1)
    assert "laissée de côté" in "".join(refused_file(run))


def test_completing_overwrites_nothing_and_says_what_differs(host: Organisation, adviser: User) -> None:
    known = actions.register(
        first_name="Awa", last_name="Diara", phone="0639981234", organisation=host, means="web"
    )
    finish(begin(written([AWA]), host, adviser), otherwise="same")

    known.refresh_from_db()
    assert known.last_name == "Diara"
    assert "nom\u00a0: Diarra" in queries.timeline(known)[0].detail
    assert queries.search(adviser, "awa@exemple.fr") == [known]


def test_twins_within_the_list_are_asked_about(host: Organisation, adviser: User) -> None:
    run = begin(
        written([AWA, row("AWA", "DIARRA", "26/11/85"), row("Moussa", "Diarra", "", "0639981234")]),
        host,
        adviser,
    )

    assert (counts(run).fresh, counts(run).alike) == (2, 1)
    finish(run, otherwise="same")

    assert Person.objects.count() == 2
    assert counts(run).completed == 1


def test_nobody_of_another_organisation_is_shown(
    host: Organisation, adviser: User, partner_adviser: User
) -> None:
    (partner,) = Organisation.objects.filter(kind="partner")
    finish(begin(written([AWA]), host, adviser))

    assert counts(begin(written([AWA]), partner, partner_adviser)).alike == 0


REFUSED = [
    (row("", "", "", "0639981234"), "le prénom et le nom sont vides"),
    (row("Awa", "", "31/02/1980"), "le 31/02/1980 n’existe pas"),
    (row("Awa", "", "12/03/18"), "1918 ou 2018"),
    (row("Awa", "", "03/25/1985"), "le jour d’abord"),
    (row("Awa", "", "31121"), "n’est pas une date"),
    (row("Awa", "", "01/01/2999"), "pas encore passé"),
    (row("Awa", "", "01/01/1850"), "plus de 115"),
    (row("Awa", "", "", "06 39 98"), "Il manque des chiffres"),
    (row("Awa", "", "", "+999 12"), "téléphone"),
    (row("Awa", email="awa@", last=""), "courriel"),
    (row("=2+2", "Diarra"), "est une formule"),
    (row("A" * 81, "Diarra"), "plus de 80 lettres"),
    ([*AWA, "en trop"], "10 cellules pour 9 colonnes"),
]


@pytest.mark.parametrize(("refused", "why"), REFUSED)
def test_a_row_that_cannot_be_used_comes_back_with_why(
    host: Organisation, adviser: User, refused: list[str], why: str
) -> None:
    run = begin(written([refused, row("Léa", "Petit")]), host, adviser)
    finish(run)

    assert [person.first_name for person in Person.objects.all()] == ["Léa"]
    text = "".join(refused_file(run))
    (line,) = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert why in line["pourquoi"].replace("\u00a0", " ").replace("  ", " ") or why in line["pourquoi"]


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("Zoé 🌸", "zoe"),
        ("محمد", "محمد"),
        ("Nguyễn Thị Đào", "dao"),
        ("\u202eevil", "evil"),
        ("N’Diaye", "ndiaye"),
    ],
)
def test_names_of_the_world_are_kept(host: Organisation, adviser: User, name: str, found_by: str) -> None:
    finish(begin(written([row(name, "Test", "", "+212 612-345678")]), host, adviser))

    (person,) = queries.search(adviser, found_by)
    assert person.first_name == name.replace("\u202e", "")
    assert queries.search(adviser, "+212612345678") == [person]


UNREADABLE = {
    "empty": b"",
    "spaces": b"\r\n  \r\n",
    "one column": b"Nom\nAwa\n",
    "only header": "Prénom;Nom\n".encode(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a document": b"%PDF-1.7\n1 0 obj",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90),
    "a broken zip": b"PK\x03\x04" + bytes(90),
    "a program": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_list_is_refused_in_words(host: Organisation, adviser: User, content: bytes) -> None:
    with pytest.raises(UnreadableError):
        imports.begin_import(stream=io.BytesIO(content), file_name="x", organisation=host, by=adviser)
    assert PeopleImport.objects.count() == 0


def test_a_quotation_mark_left_open_loses_no_row_in_silence(host: Organisation, adviser: User) -> None:
    lines = ["Prénom;Nom", 'Awa;"Diarra', *(f"P{n};N{n}" for n in range(30))]
    run = begin(io.BytesIO("\n".join(lines).encode()), host, adviser)

    assert counts(run).rejected == 1
    text = "".join(refused_file(run))
    assert "un guillemet ouvert n’est pas fermé" in text
    assert all(f"N{n}" in text for n in range(30))


def test_a_worker_killed_in_the_middle_doubles_nobody(
    host: Organisation, adviser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.people.actions import import_writing

    monkeypatch.setattr(import_writing, "CHUNK", 3)
    run = begin(written(row(f"P{n}", f"N{n}") for n in range(10)), host, adviser)
    read_rows(run=run)
    run = imports.decide(run=run, otherwise="leave", means="")
    work = import_writing._Writing(run)
    work.take()
    work.take()

    write_rows(run=PeopleImport.objects.get(pk=run.pk))
    write_rows(run=PeopleImport.objects.get(pk=run.pk))

    assert Person.objects.count() == 10
    assert not Consent.objects.exists()
    run.refresh_from_db()
    assert (run.done, run.content) == (10, None)


def test_erasing_somebody_erases_the_row_they_came_from(host: Organisation, adviser: User) -> None:
    run = begin(written([AWA]), host, adviser)
    finish(run)

    actions.erase(person=Person.objects.get())

    assert not run.rows.exists()


def test_rows_are_forgotten_after_thirty_days(host: Organisation, adviser: User) -> None:
    done, waiting = begin(written([AWA]), host, adviser), begin(written([AWA]), host, adviser)
    finish(done)
    assert imports.forget_old(days=1) == 0

    assert imports.forget_old(days=-1) == 2

    waiting.refresh_from_db()
    assert (waiting.content, waiting.dropped_at is not None) == (None, True)
