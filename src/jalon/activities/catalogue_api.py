"""Machine end of the catalogue: the public catalogue as data.inclusion v1 has it."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.activities.exchange.writing import document
from jalon.activities.queries.exchange import shared


@require_safe
@cache_control(public=True, max_age=300)
def data_inclusion(request: HttpRequest) -> HttpResponse:
    """Structures, services and coming sessions; 304 for whoever has the same."""
    with translation.override("fr"):
        content = json.dumps(document(shared()), ensure_ascii=False, sort_keys=True).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    return response
