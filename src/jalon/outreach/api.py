"""The machine end of the counter: what telephones kept while they had no network."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from jalon.accounts.models import User
from jalon.directory import queries as directory
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.outreach import actions, queries
from jalon.outreach.forms import machine
from jalon.outreach.models import Stand

MAX_BYTES = 512 << 10
_ELSEWHERE = "Cet arrêt n’est pas de votre équipe : il reste gardé ici pour qui l’a compté."

End = Callable[[HttpRequest], JsonResponse]
AdviserEnd = Callable[[HttpRequest, User, list[Organisation]], JsonResponse]


def adviser_end(end: AdviserEnd) -> End:
    """Only with the session of an adviser; the answer is JSON and is never kept."""

    @wraps(end)
    def guarded(request: HttpRequest) -> JsonResponse:
        answer = _checked(request, end)
        add_never_cache_headers(answer)
        return answer

    return guarded


def _checked(request: HttpRequest, end: AdviserEnd) -> JsonResponse:
    if request.method != "POST":
        return JsonResponse({"error": "POST seulement."}, status=405)
    if not request.user.is_authenticated:
        return JsonResponse({"error": "Reconnectez-vous : rien n’est perdu."}, status=401)
    user = request.user
    teams = directory.organisations_as(user, Role.ADVISER)
    if not teams:
        return JsonResponse({"error": "Cette page est pour les équipes."}, status=403)
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        return JsonResponse({"error": "Message trop long."}, status=413)
    return end(request, user, teams)


@adviser_end
def receive(request: HttpRequest, user: User, teams: list[Organisation]) -> JsonResponse:
    """Take counts and contacts; each is taken once however often it is sent, or refused with a reason.

    Body: `{"tallies": [{uuid, stand, at, gender, age_band, withdrawn}], "contacts": [{uuid, stand, at,
    first_name, last_name, phone, wish, words}]}`, `at` in milliseconds since 1970. Answer: `{"taken": [uuid],
    "refused": {uuid: why}, "contacts": {uuid: id}, "counted": {stand: people}}`.
    """
    try:
        message = machine.read(request.body, timezone.now())
    except machine.BadMessageError as fault:
        return JsonResponse({"error": str(fault)}, status=400)
    asked = {*message.marks, *(item.stand for item in message.contacts)}
    stands = queries.stands_by_id(user, teams, asked)
    answer: dict[str, Any] = {"taken": [], "refused": message.refused, "contacts": {}}
    _take_marks(message, stands, user, answer)
    _take_contacts(message, stands, user, answer)
    answer["counted"] = queries.counted_at(stands)
    return JsonResponse(answer)


def _take_marks(
    message: machine.Message, stands: dict[int, Stand], user: User, answer: dict[str, Any]
) -> None:
    for stand_id, marks in message.marks.items():
        stand = stands.get(stand_id)
        uuids = [str(mark.uuid) for mark in marks]
        if stand is None:
            answer["refused"].update(dict.fromkeys(uuids, _ELSEWHERE))
            continue
        actions.tally(stand=stand, marks=marks, by=user)
        answer["taken"] += uuids


def _take_contacts(
    message: machine.Message, stands: dict[int, Stand], user: User, answer: dict[str, Any]
) -> None:
    for item in message.contacts:
        stand = stands.get(item.stand)
        if stand is None:
            answer["refused"][str(item.uuid)] = _ELSEWHERE
            continue
        try:
            contact = actions.take_contact(
                uuid=item.uuid, stand=stand, said=item.said, taken_at=item.taken_at, by=user
            )
        except ValidationError as error:
            answer["refused"][str(item.uuid)] = error.messages[0]
            continue
        answer["taken"].append(str(item.uuid))
        answer["contacts"][str(item.uuid)] = contact.pk
