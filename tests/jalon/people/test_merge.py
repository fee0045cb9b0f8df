"""Files are joined by a pointer, in chains too, parted within thirty days, and never lost in a race."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.models import Person, PersonMerge
from jalon.people.queries.file import file_page, joined_to
from tests.jalon.base.parallel import at_once


def three(host: Organisation) -> list[Person]:
    return [
        actions.register(first_name=name, phone=f"063998120{n}", organisation=host, means="web")
        for n, name in enumerate("ABC")
    ]


def roots(people: list[Person]) -> list[str]:
    """Whose file each of these opens."""
    fresh = [Person.objects.select_related("canonical").get(pk=one.pk) for one in people]
    return [(one.canonical or one).first_name for one in fresh]


def test_both_histories_are_read_together(host: Organisation, adviser: User) -> None:
    a, b, _ = three(host)
    actions.merge(duplicate=a, into=b, by=adviser)

    assert [contact.value for contact in queries.contacts_of(b)] == ["+33639981200", "+33639981201"]
    labels = [band.label for band in queries.timeline(b)]
    assert labels.count("Premier contact") == 2
    assert queries.timeline(b)[0].who.startswith("Claire Deswarte")


@pytest.mark.parametrize(
    ("undone", "expected"), [("A", ["A", "C", "C"]), ("B", ["B", "B", "C"]), ("BA", ["A", "B", "C"])]
)
def test_a_chain_is_undone_where_it_was_tied(
    host: Organisation, adviser: User, undone: str, expected: list[str]
) -> None:
    people = three(host)
    a, b, c = people
    actions.merge(duplicate=a, into=b, by=adviser)
    actions.merge(duplicate=b, into=c, by=adviser)
    assert roots(people) == ["C", "C", "C"]

    for name in undone:
        actions.separate(duplicate={"A": a, "B": b}[name], by=adviser)

    assert roots(people) == expected


def test_a_file_is_not_joined_to_itself(host: Organisation, adviser: User) -> None:
    a, b, _ = three(host)
    actions.merge(duplicate=a, into=b, by=adviser)

    for duplicate, into in ((a, a), (a, b), (b, a)):
        with pytest.raises(ValidationError, match="un seul dossier"):
            actions.merge(duplicate=duplicate, into=into, by=adviser)
    assert PersonMerge.objects.count() == 1


def test_after_thirty_days_it_stays(host: Organisation, adviser: User) -> None:
    a, b, _ = three(host)
    bond = actions.merge(duplicate=a, into=b, by=adviser)
    PersonMerge.objects.update(at=bond.at - timedelta(days=30, minutes=1))

    with pytest.raises(ValidationError, match="plus de 30"):
        actions.separate(duplicate=a, by=adviser)

    assert roots([a]) == ["B"]
    assert file_page(b).duplicates[0].until is None


def test_undone_twice_is_said(host: Organisation, adviser: User) -> None:
    a, b, _ = three(host)
    actions.merge(duplicate=a, into=b, by=adviser)
    actions.separate(duplicate=a, by=adviser)

    with pytest.raises(ValidationError, match="déjà séparés"):
        actions.separate(duplicate=a, by=adviser)
    assert PersonMerge.objects.get().undone_by == adviser


def test_what_was_parted_can_be_joined_again(host: Organisation, adviser: User) -> None:
    a, b, _ = three(host)
    for _ in range(2):
        actions.merge(duplicate=a, into=b, by=adviser)
        actions.separate(duplicate=a, by=adviser)
    actions.merge(duplicate=b, into=a, by=adviser)

    assert roots([a, b]) == ["A", "A"]
    assert timezone.now() < joined_to(a)[0].until


@pytest.mark.django_db(transaction=True)
def test_merges_at_once_leave_one_person_and_no_ring(host: Organisation, adviser: User) -> None:
    a, b, c = people = three(host)
    pairs = [(a, b), (b, c), (c, a), (b, a), (a, c)]
    calls = [lambda x=x, y=y: actions.merge(duplicate=x, into=y, by=adviser) for x, y in pairs]

    results = at_once(*calls)

    assert sorted(type(one).__name__ for one in results) == ["PersonMerge"] * 2 + ["ValidationError"] * 3
    assert len(set(roots(people))) == 1
    assert Person.objects.filter(canonical__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_joined_while_it_is_parted(host: Organisation, adviser: User) -> None:
    a, b, c = three(host)
    actions.merge(duplicate=a, into=b, by=adviser)

    at_once(
        lambda: actions.separate(duplicate=a, by=adviser),
        lambda: actions.merge(duplicate=b, into=c, by=adviser),
        lambda: actions.separate(duplicate=a, by=adviser),
    )

    assert roots([a, b, c]) == ["A", "C", "C"]
