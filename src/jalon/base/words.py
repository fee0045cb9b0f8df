"""How dates, hours and telephone numbers are said, in the reader's language."""

from datetime import date, datetime, time, timedelta

import phonenumbers
from django.utils import formats, timezone, translation
from django.utils.translation import gettext, ngettext

NBSP = "\u00a0"


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | datetime) -> str:
    """« jeudi 26 novembre », or "Thursday 26 November"; the year when it is not this one."""
    local = _local(value)
    pattern = "l j F" if local.year == timezone.localdate().year else "l j F Y"
    text = formats.date_format(local, pattern)
    if translation.get_language() == "fr" and local.day == 1:
        return text.replace(" 1 ", " 1ᵉʳ ", 1)
    return text


def hour(value: datetime | time) -> str:
    """« 14 h 30 », « 5 h », or "2:30 pm" in English."""
    local = _local(value) if isinstance(value, datetime) else value
    if not isinstance(local, datetime | time):
        raise TypeError("an hour needs a time of day")
    if translation.get_language() == "en":
        return _english_hour(local.hour, local.minute)
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def _english_hour(hours: int, minutes: int) -> str:
    """In English: "2 pm", "5:30 am"; twelve is midday or midnight, which nobody mistakes."""
    if not minutes and hours % 12 == 0:
        return "midday" if hours else "midnight"
    past = f":{minutes:02}" if minutes else ""
    return f"{hours % 12 or 12}{past}{NBSP}{'pm' if hours >= 12 else 'am'}"


def moment(value: datetime) -> str:
    """« jeudi 26 novembre à 14 h »."""
    return gettext("%(day)s à %(hour)s") % {"day": day(value), "hour": hour(value)}


def near(value: datetime, now: datetime) -> str:
    """« aujourd’hui, 18 h », « hier, 18 h », « jeudi, 18 h » within a week, else the whole day."""
    days = (timezone.localdate(value) - timezone.localdate(now)).days
    close = {-1: gettext("hier"), 0: gettext("aujourd’hui"), 1: gettext("demain")}
    if days in close:
        name = close[days]
    elif 1 < days < 7:
        name = formats.date_format(timezone.localdate(value), "l")
        name = name if translation.get_language() == "en" else name.lower()
    else:
        name = day(value)
    return f"{name}, {hour(value)}"


def ago(value: datetime, now: datetime) -> str:
    """« il y a 3 jours », « dans 2 heures »: the largest whole unit."""
    seconds = int((now - value).total_seconds())
    length = _length(abs(seconds))
    if abs(seconds) < 60:
        return gettext("à l’instant")
    return (gettext("il y a %s") if seconds > 0 else gettext("dans %s")) % length


def _length(seconds: int) -> str:
    days, hours, minutes = seconds // 86400, seconds // 3600, seconds // 60
    if days:
        return ngettext("%d jour", "%d jours", days) % days
    if hours:
        return ngettext("%d heure", "%d heures", hours) % hours
    if minutes:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    return ngettext("%d seconde", "%d secondes", seconds) % seconds


def phone(value: str) -> str:
    """A telephone number as it is read aloud in France; other countries keep their prefix."""
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        return value
    national = number.country_code == 33
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style).replace(" ", NBSP)


def clock(seconds: int) -> str:
    """Seconds of a service day (may pass 24 h) as « 4 h 31 »."""
    return hour((datetime(2000, 1, 1) + timedelta(seconds=seconds)).time())  # noqa: DTZ001  a bare clock
