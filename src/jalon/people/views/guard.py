"""What every page of a person asks first: may this reader see it?"""

from django.http import Http404

from jalon.directory.access import RoleRequest
from jalon.people import queries
from jalon.people.models import Person
from jalon.people.rules import Information


def person_or_404(request: RoleRequest, person_id: int, needs: Information = Information.NAME) -> Person:
    """The person, if this reader may see that part of the file; else 404."""
    person = queries.find_visible(request.user, person_id)
    if person is None or needs not in queries.information_for(request.user, person):
        raise Http404("person")
    return person
