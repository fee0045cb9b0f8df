"""Tables of the catalogue, of sessions, of seats and of attendance."""

from jalon.activities.models.activity import Activity, ActivityChange, CatalogueImport
from jalon.activities.models.attendance import Attendance, AttendanceMark, WalkIn
from jalon.activities.models.booking import Booking, BookingChange, Invitation
from jalon.activities.models.digital import DigitalAnswer, DigitalCheck
from jalon.activities.models.resource import Resource, ResourceHold, ResourceHours
from jalon.activities.models.session import (
    SeatAllotment,
    Series,
    Session,
    SessionChange,
    SessionFacilitator,
    SessionPart,
)

__all__ = [
    "Activity",
    "ActivityChange",
    "Attendance",
    "AttendanceMark",
    "Booking",
    "BookingChange",
    "CatalogueImport",
    "DigitalAnswer",
    "DigitalCheck",
    "Invitation",
    "Resource",
    "ResourceHold",
    "ResourceHours",
    "SeatAllotment",
    "Series",
    "Session",
    "SessionChange",
    "SessionFacilitator",
    "SessionPart",
    "WalkIn",
]
