"""What one types about people."""

from jalon.people.forms.file import (
    ConsentForm,
    DetailsForm,
    NewPersonForm,
    PlaceForm,
    ReachForm,
    ShareForm,
    SituationsForm,
)

__all__ = [
    "ConsentForm",
    "DetailsForm",
    "NewPersonForm",
    "PlaceForm",
    "ReachForm",
    "ShareForm",
    "SituationsForm",
]
