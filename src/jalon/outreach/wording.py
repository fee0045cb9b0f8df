"""What people read after leaving a first name."""

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.base.actions.outbox import Text
from jalon.base.words import moment, phone
from jalon.outreach.models import FirstContact


def confirmation(contact: FirstContact, *, address: str) -> Text:
    """Who calls, before when, and how to stop."""
    values = {
        "who": contact.organisation.name,
        "before": moment(contact.promised_at),
        "phone": phone(contact.organisation.phone),
        "address": address,
        "site": settings.PUBLIC_URL.partition("://")[2],
    }
    said = _("C’est noté. %(who)s vous appelle avant %(before)s.") % values
    page = _("Votre page : %(address)s") % values
    reach = _("Vous pouvez aussi appeler le %(phone)s.") % values if contact.organisation.phone else ""
    body = "\n\n".join(filter(None, [_("Bonjour"), said, reach, page]))
    return Text(_("Nous vous appelons"), body, f"{said} {page}")
