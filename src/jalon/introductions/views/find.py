"""Search from anywhere: a code of four characters leads to its offer, all else to people."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jalon.base.codes import clean_code
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.introductions import queries


@role_required(Role.ADVISER)
def find(request: RoleRequest) -> HttpResponse:
    """A name of four letters without vowels is rare; a code that leads nowhere is looked for as a name."""
    text = request.GET.get("q", "").strip()
    code = clean_code(text)
    if len(code) == 4 and queries.called(code) is not None:
        return redirect(f"{reverse('introductions:phone')}?{urlencode({'code': code})}")
    return redirect(f"{reverse('people:search')}?{urlencode({'q': text})}")
