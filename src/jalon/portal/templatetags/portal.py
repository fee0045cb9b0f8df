"""Words of the public pages: easy to read, lists, addresses in the other language."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalon.portal import easy
from jalon.vacancies.choices import Contract
from jalon.vacancies.models import Vacancy
from jalon.vacancies.templatetags.vacancies import amount

register = template.Library()

EASY_PATH = "facile"
EASY_NAMES = frozenset({"home", "vacancies", "vacancy", "code", "typed_code", "thanks"})
PLAIN_CONTRACTS: dict[str, Any] = {
    Contract.PERMANENT: _("Un contrat sans date de fin."),
    Contract.FIXED_TERM: _("Un contrat avec une date de fin."),
    Contract.TEMPORARY: _("Un contrat court. Une agence vous emploie et vous envoie dans l’entreprise."),
    Contract.APPRENTICESHIP: _("Vous apprenez un métier. Vous êtes à l’école et dans l’entreprise."),
    Contract.PROFESSIONALISATION: _("Vous apprenez un métier. Vous êtes en formation et dans l’entreprise."),
    Contract.INTEGRATION: _("Un contrat pour reprendre le travail. Une personne vous aide."),
    Contract.GEIQ: _("Vous apprenez un métier dans une ou plusieurs entreprises. Une personne vous aide."),
    Contract.OTHER: _("Demandez-nous quel est le contrat."),
}


@register.filter
def plain_wage(vacancy: Vacancy) -> str:
    """« 1 980 € par mois », « entre 12,30 € et 13 € de l’heure »: the rest is said around."""
    low, high = vacancy.wage_from, vacancy.wage_to
    if low is None:
        return ""
    words = {"low": amount(low), "high": "", "period": ""}
    if vacancy.wage_period:
        words["period"] = vacancy.get_wage_period_display()
    if high is not None and high > low:
        words["high"] = amount(high)
        return (gettext("entre %(low)s € et %(high)s € %(period)s") % words).strip()
    return (gettext("%(low)s € %(period)s") % words).strip()


@register.filter
def plain_contract(vacancy: Vacancy) -> str:
    """What a contract is, in a sentence and without its initials."""
    return str(PLAIN_CONTRACTS.get(vacancy.contract, PLAIN_CONTRACTS[Contract.OTHER]))


@register.filter
def or_list(words: Sequence[str]) -> str:
    """« Claire ou Samir »."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(some)s ou %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


@register.simple_tag
def variants(request: HttpRequest) -> dict[str, str]:
    """Addresses of this page: in the `other` language, `easy` to read, and as it is (`full`)."""
    language, path = ("/en", request.path[3:]) if request.path.startswith("/en/") else ("", request.path)
    full = path.removeprefix(f"/{EASY_PATH}") if easy.is_easy(request) else path
    match = request.resolver_match
    twin = full if match and match.url_name in EASY_NAMES else "/"
    query = request.get_full_path()[len(request.path) :]
    return {
        "other": f"{'' if language else '/en'}{path}{query}",
        "easy": f"{language}/{EASY_PATH}{twin}",
        "full": f"{language}{full}",
        "is_easy": "1" if easy.is_easy(request) else "",
    }


@register.filter
def spaced_code(code: str) -> str:
    """A long code in groups of four, easier to copy by hand."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
