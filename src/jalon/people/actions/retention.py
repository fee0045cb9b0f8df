"""Files that nobody needs any more: the person is told, and thirty days later the file is erased."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.base.actions.outbox import Text
from jalon.base.words import day
from jalon.people.actions.erase import erase
from jalon.people.actions.file import add_milestone
from jalon.people.actions.tell import tell
from jalon.people.models import Person

# 24 months without anything, then thirty days to say otherwise (CNIL, referential 2023-095).
QUIET = timedelta(days=730)
NOTICE = timedelta(days=30)
MOST_A_NIGHT = 500


def _quiet() -> QuerySet[Person]:
    """People with whom nothing happened for 24 months, in none of their joined files."""
    since = timezone.now() - QUIET
    recent = Person.objects.filter(canonical=OuterRef("pk"), last_activity_at__gte=since)
    kept = Person.objects.filter(canonical__isnull=True, anonymised_at__isnull=True)
    return kept.filter(~Exists(recent), last_activity_at__lt=since)


def tell_quiet() -> int:
    """Tell those who were not told since; whoever cannot be reached has the same thirty days."""
    untold = _quiet().filter(
        Q(retention_told_at__isnull=True) | Q(retention_told_at__lt=F("last_activity_at"))
    )
    found = list(untold.order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT])
    for person_id in found:
        _tell(person_id)
    return len(found)


@transaction.atomic
def _tell(person_id: int) -> None:
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    now = timezone.now()

    def compose(address: str) -> Text:
        body = _(
            "Nous n’avons pas de nouvelles de vous depuis deux ans. Votre dossier sera effacé le %(day)s. "
            "Pour le garder, appuyez sur « Garder mon dossier » sur votre page : %(address)s"
        ) % {"day": day(timezone.localdate(now + NOTICE)), "address": address}
        return Text(_("Votre dossier va être effacé"), body)

    tell(person=person, compose=compose, key=f"people.retention:{person_id}:{now:%Y-%m-%d}")
    person.retention_told_at = now
    person.save(update_fields=["retention_told_at"])


def erase_quiet() -> int:
    """Erase those who were told thirty days ago and with whom nothing happened since."""
    told = _quiet().filter(
        retention_told_at__lte=timezone.now() - NOTICE, last_activity_at__lt=F("retention_told_at")
    )
    found = list(told.order_by("pk")[:MOST_A_NIGHT])
    for person in found:
        erase(person=person)
    return len(found)


def keep_file(*, person: Person) -> None:
    """The person wishes their file to stay: something happened again, and it counts from today."""
    add_milestone(person=person, kind="people.kept")
