"""Why two files may be one person: a table, and the same whichever comes first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.likeness import LookAlikes, Traits, close, reasons
from jalon.people.queries.likeness import likely_pairs

BORN, OTHER = date(1985, 11, 26), date(1985, 11, 27)
TEL, MAIL = ("phone", "+33639981234"), ("email", "awa@exemple.fr")


def who(name: str, born: date | None = None, *contacts: tuple[str, str], usual: str = "") -> Traits:
    first, _, last = name.partition(" ")
    return Traits(first, last, usual, born, frozenset(contacts))


TABLE = [
    ("Awa Diarra", BORN, (), "awa DIARRA", BORN, (), "même date de naissance"),
    ("N’Diaye Awa", BORN, (), "Awa Ndiaye", BORN, (), "même date de naissance"),
    ("Fatoumata Diarra", BORN, (), "Fatoumatta Diarra", BORN, (), "presque pareil"),
    ("Fatou Diarra", BORN, (), "Fatoumata Diarra", BORN, (), "presque pareil"),
    ("Awa Diarra", None, (TEL,), "Awa ", BORN, (TEL,), "même téléphone et même prénom"),
    ("Fatou Diarra", None, (TEL,), "Fatoumata ", None, (TEL,), "même téléphone et prénom proche"),
    ("Awa Diarra", None, (MAIL,), "Awa Diarra", None, (MAIL,), "même courriel et même prénom"),
    ("Awa Diarra", BORN, (), "Awa Diarra", None, (), "une date de naissance manque"),
    ("Awa Diarra", BORN, (TEL,), "Awa Diarra", OTHER, (TEL,), "deux dates de naissance"),
    # Families, neighbours, homonyms: two people.
    ("Awa Diarra", None, (TEL,), "Moussa Diarra", None, (TEL,), ""),
    ("Léa Petit", None, (TEL,), "Léo Petit", None, (TEL,), ""),
    ("Awa Diarra", None, (TEL, MAIL), " ", None, (TEL, MAIL), ""),
    ("Awa Diarra", BORN, (), "Awa Diarra", OTHER, (), ""),
    ("Awa Diarra", BORN, (), "Awa Traoré", BORN, (), ""),
    ("Fatou Diarra", BORN, (), "Fatoumata Diara", BORN, (), ""),
    ("Awa Diarra", None, (TEL,), "Awa Traoré", None, (TEL,), ""),
    ("Awa Diarra", BORN, (TEL,), "Awa ", OTHER, (TEL,), ""),
]


@pytest.mark.parametrize(("one", "b1", "c1", "other", "b2", "c2", "why"), TABLE)
def test_the_table_of_reasons(  # noqa: PLR0917
    one: str,
    b1: date | None,
    c1: tuple[tuple[str, str], ...],
    other: str,
    b2: date | None,
    c2: tuple[tuple[str, str], ...],
    why: str,
) -> None:
    found = reasons(who(one, b1, *c1), who(other, b2, *c2))

    assert bool(found) == bool(why)
    assert any(why in reason.words for reason in found) or not why


def test_the_name_one_uses_counts() -> None:
    found = reasons(who("Awa Diarra", BORN, usual="Petit"), who("Awa Petit", BORN))

    assert "un nom en commun" in found[0].words


names = st.text(alphabet="aeéilmnorst'- ", max_size=9)
people = st.builds(
    Traits,
    names,
    names,
    names,
    st.sampled_from([None, BORN, OTHER]),
    st.frozensets(st.sampled_from([TEL, MAIL, ("post", "x")])),
)


@given(people, people)
def test_it_is_the_same_whichever_comes_first(one: Traits, other: Traits) -> None:
    assert reasons(one, other) == reasons(other, one)
    assert close(one.first_name, other.first_name) == close(other.first_name, one.first_name)


@given(st.lists(people, max_size=8), people)
def test_whoever_is_alike_is_met_without_comparing_all(known: list[Traits], one: Traits) -> None:
    index = LookAlikes()
    for number, traits in enumerate(known):
        index.add(number, traits)
    strengths = [found[0].strength for traits in known if (found := reasons(one, traits))]

    best = index.best(one)

    assert (best[1][0].strength if best else None) == max(strengths, default=None)


def test_two_files_said_apart_are_not_asked_about_again(host: Organisation, adviser: User) -> None:
    one, other = (
        actions.register(
            first_name="Awa", last_name="Diarra", phone="0639981234", organisation=host, means="web"
        )
        for _ in range(2)
    )
    assert [pair.one for pair in likely_pairs(adviser)] == [one]
    assert [found.person for found in queries.duplicates_of(other)] == [one]

    actions.tell_apart(one=other, other=one, by=adviser)

    assert likely_pairs(adviser) == []
    assert queries.duplicates_of(other) == []


def test_files_of_others_are_nobodys_duplicates(
    host: Organisation, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(kind="partner")
    mine = actions.register(first_name="Awa", last_name="Diarra", organisation=host, means="web")
    actions.register(first_name="Awa", last_name="Diarra", organisation=partner, means="web")

    assert likely_pairs(adviser) == likely_pairs(partner_adviser) == []
    assert queries.duplicates_of(mine, adviser) == queries.duplicates_of(mine) == []
