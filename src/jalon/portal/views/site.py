"""The public site, the way in by role, and search from anywhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jalon.base.queries import short_link
from jalon.directory import queries as directory
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import queries as people
from jalon.portal import easy
from jalon.portal.queries import front

# Where each role begins its day, the first that fits.
STARTS = (
    (Role.ADVISER, "desk:desk"),
    (Role.OPERATOR, "transit:index"),
    (Role.EMPLOYER, "vacancies:index"),
    (Role.ADMINISTRATOR, "directory:organisations"),
)
TEXTS = {
    "vos-donnees": "portal/pages/vos-donnees.html",
    "accessibilite": "portal/pages/accessibilite.html",
    "mentions": "portal/pages/mentions.html",
}


def home(request: HttpRequest) -> HttpResponse:
    """The front page: a code seen in the bus, jobs near, who is behind."""
    return easy.show(request, "portal/home.html", front.home())


def start(request: HttpRequest) -> HttpResponse:
    """After signing in: the page where this role begins."""
    if not request.user.is_authenticated:
        return redirect("portal:home")
    roles = directory.roles_of(request.user)
    return redirect(next((name for role, name in STARTS if role in roles), "accounts:me"))


@role_required(Role.ADVISER)
def search(request: RoleRequest) -> HttpResponse:
    """A person by name, number or slip; a vacancy by its code."""
    text = request.GET.get("q", "").strip()
    link = short_link.resolve(text) if text else None
    found = people.search(request.user, text) if text else []
    return render(request, "portal/search.html", {"q": text, "people": found, "link": link})


def sectors(request: HttpRequest) -> HttpResponse:
    """Who recruits, by occupation, with counts."""
    return render(request, "portal/sectors.html", front.sectors())


def who(request: HttpRequest) -> HttpResponse:
    """Who does what near here."""
    return render(request, "portal/who.html", front.partners())


def text(request: HttpRequest, name: str) -> HttpResponse:
    """A text of the site."""
    if name not in TEXTS:
        raise Http404(name)
    return render(request, TEXTS[name], {"team": directory.host()})
