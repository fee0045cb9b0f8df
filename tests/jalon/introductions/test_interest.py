"""From a code to a call: owned at once, promised, told, once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import Event, OutboxMessage, ShortLink
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import FunnelDay, Interest
from jalon.introductions.rules import RefusedError, TakenError
from jalon.people.models import Milestone, Person
from jalon.people.queries import key_owner
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_vacancy
from tests.jalon.introductions.conftest import THURSDAY


def bodies() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("body", flat=True))


def test_an_interest_is_owned_promised_told_and_counted_at_once(
    at: Callable[[datetime], None], host: Organisation, adviser: User, vacancy: Vacancy, link: ShortLink
) -> None:
    at(THURSDAY)
    interest = actions.register_interest(
        vacancy=vacancy, link=link, first_name="Awa", phone="06 39 98 12 34", medium="bus"
    )

    assert (interest.team, interest.state, interest.slip_code) == (host, "new", "")
    assert timezone.localtime(interest.promised_at) == THURSDAY + timedelta(days=1, hours=3)
    (sms,) = OutboxMessage.objects.all()
    assert (sms.channel, sms.recipient) == ("sms", "+33639981234")
    assert (
        "Claire, Maison de l’emploi du Grand-Estran, vous appelle avant vendredi 27 novembre à 13" in sms.body
    )
    assert (row := FunnelDay.objects.get()).interests == 1
    assert (row.line_key, row.stop_key, row.medium) == ("3", "port", "bus")
    kinds = Milestone.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["people.registered", "introductions.interest"]
    assert Event.objects.filter(topic=f"desk:{host.pk}").exists()


def test_the_link_in_the_message_opens_the_persons_page(interest: Interest) -> None:
    (body,) = bodies()
    code = body.split("/suivi/")[1].split("/")[0]

    assert key_owner(code) == interest.person


def test_the_same_number_twice_is_one_interest_and_one_polite_answer(
    interest: Interest, vacancy: Vacancy
) -> None:
    for phone in ("0639981234", "+33 6 39 98 12 34"):
        assert actions.register_interest(vacancy=vacancy, phone=phone, medium="web") == interest

    assert Person.objects.count() == 1
    assert len(bodies()) == 2
    assert "déjà votre demande" in bodies()[1]


def test_two_who_share_a_telephone_are_both_noted(host: Organisation, vacancy: Vacancy) -> None:
    amine, lea, again, silent = (
        actions.register_interest(vacancy=vacancy, phone="0639981234", first_name=name, medium="phone")
        for name in ("Amine", "Léa", "LEA", "")
    )

    assert amine != lea == again
    assert silent == amine


def test_another_vacancy_is_another_interest(interest: Interest, employer: Organisation) -> None:
    other = make_vacancy(employer, title="Cariste")

    assert actions.register_interest(vacancy=other, phone="0639981234", medium="web") != interest


def test_a_mail_reaches_who_gives_an_address(host: Organisation, vacancy: Vacancy) -> None:
    actions.register_interest(vacancy=vacancy, email="Awa@Exemple.fr", medium="web")

    message = OutboxMessage.objects.get()
    assert (message.channel, message.recipient) == ("mail", "awa@exemple.fr")


def test_english_speakers_are_written_to_in_their_language(host: Organisation, vacancy: Vacancy) -> None:
    actions.register_interest(vacancy=vacancy, email="a@exemple.fr", language="en", medium="web")

    assert OutboxMessage.objects.get().language == "en"


def test_without_number_nor_address_one_gets_a_code_on_paper(host: Organisation, vacancy: Vacancy) -> None:
    interest = actions.register_interest(vacancy=vacancy, medium="poster")

    assert len(interest.slip_code) == 10
    assert key_owner(interest.slip_code) == interest.person
    assert Interest.objects.get().slip_code == ""
    assert bodies() == []


def test_a_wrong_number_registers_nothing(host: Organisation, vacancy: Vacancy) -> None:
    with pytest.raises(ValidationError):
        actions.register_interest(vacancy=vacancy, phone="06", medium="web")
    assert not Person.objects.exists()


def test_a_vacancy_that_is_not_open_takes_nobody(host: Organisation, vacancy: Vacancy) -> None:
    Vacancy.objects.update(valid_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(RefusedError, match="plus ouverte"):
        actions.register_interest(vacancy=vacancy, phone="0639981234", medium="web")


def test_taken_once_the_colleague_learns_by_whom(
    interest: Interest, adviser: User, other_adviser: User
) -> None:
    assert actions.take(interest=interest, by=adviser).state == "taken"
    assert actions.take(interest=interest, by=adviser).owner == adviser
    with pytest.raises(TakenError, match="Claire Deswarte s’en occupe déjà"):
        actions.take(interest=interest, by=other_adviser)


def test_after_three_calls_in_vain_it_closes_and_says_how_to_come_back(
    interest: Interest, adviser: User
) -> None:
    for _ in range(3):
        actions.record_call(interest=interest, outcome="no_answer", by=adviser)

    interest.refresh_from_db()
    assert (interest.state, interest.closing, interest.owner) == ("closed", "unreachable", adviser)
    assert "demander un nouvel appel" in bodies()[-1]
    with pytest.raises(RefusedError):
        actions.record_call(interest=interest, outcome="no_answer", by=adviser)

    back = actions.come_back(interest=interest)
    assert (back.state, back.owner, back.closing) == ("new", None, "")
    actions.record_call(interest=interest, outcome="voicemail", by=adviser)
    interest.refresh_from_db()
    assert interest.state == "taken"


def test_a_call_that_reaches_starts_the_count_anew(interest: Interest, adviser: User) -> None:
    for outcome in ("no_answer", "no_answer", "reached", "no_answer", "no_answer"):
        actions.record_call(interest=interest, outcome=outcome, by=adviser)

    interest.refresh_from_db()
    assert interest.state == "taken"


def test_a_wrong_number_closes_without_writing_there(interest: Interest, adviser: User) -> None:
    actions.record_call(interest=interest, outcome="wrong_number", by=adviser)

    interest.refresh_from_db()
    assert interest.closing == "unreachable"
    assert len(bodies()) == 1


def test_another_vacancy_keeps_the_owner_and_where_the_person_came_from(
    interest: Interest, adviser: User, employer: Organisation, link: ShortLink
) -> None:
    actions.take(interest=interest, by=adviser)
    other = actions.propose_other(
        interest=interest, vacancy=make_vacancy(employer, title="Cariste"), by=adviser
    )

    interest.refresh_from_db()
    assert (interest.state, interest.closing) == ("closed", "other_vacancy")
    assert (other.state, other.owner, other.link) == ("taken", adviser, link)


def test_only_who_could_not_be_reached_comes_back(interest: Interest) -> None:
    actions.withdraw(person=interest.person)

    with pytest.raises(RefusedError):
        actions.come_back(interest=interest)


def test_who_withdraws_ends_everything(interest: Interest, employer: Organisation, adviser: User) -> None:
    other = make_vacancy(employer, title="Cariste")
    second = actions.register_interest(vacancy=other, person=interest.person, medium="desk", by=adviser)
    actions.introduce(interest=second, presentation="x", means="face", by=adviser)

    assert actions.withdraw(person=interest.person) == 1
    assert set(Interest.objects.values_list("state", "closing")) == {("closed", "withdrawn")}
    assert "ne souhaite pas continuer" in bodies()[-1]
