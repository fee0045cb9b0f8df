"""A vacancy, its working hours, its history, and the imports that bring vacancies in."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation, Site
from jalon.reference.models import Occupation
from jalon.vacancies.choices import ClosingReason, Contract, PlaceKind, Source, VacancyState, WagePeriod


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Filters that other rooms rely on."""

    def showable(self, at: datetime | None = None) -> "VacancyQuerySet":
        """Open now, not past its end, of a vetted employer: what a screen or a public page may show."""
        moment = at or timezone.now()
        return self.filter(
            state=VacancyState.OPEN,
            valid_until__gt=moment,
            reviewed_at__isnull=False,
            organisation__vetted_at__isnull=False,
        )


class Vacancy(models.Model):
    """A job offered by an employer, with seats to fill until an instant."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="vacancies_vacancy"
    )
    site = models.ForeignKey(
        Site, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="vacancies_vacancy"
    )
    title = models.CharField(max_length=200)
    occupation = models.ForeignKey(
        Occupation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="vacancies_vacancy",
    )
    # As the source wrote them: kept even when the vocabulary does not know the code.
    occupation_code = models.CharField(max_length=10, blank=True)
    occupation_label = models.CharField(max_length=200, blank=True)
    tasks = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    contract = models.CharField(max_length=20, choices=Contract.choices)
    contract_detail = models.CharField(max_length=200, blank=True)
    hours_detail = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    wage_from = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    wage_to = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    wage_period = models.CharField(max_length=6, choices=WagePeriod.choices, blank=True)
    wage_detail = models.CharField(max_length=200, blank=True)
    # Where one works, and how far around it the bus shows the offer (zone de diffusion).
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    place_text = models.CharField(max_length=250, blank=True)
    place_kind = models.CharField(max_length=15, choices=PlaceKind.choices, default=PlaceKind.EXACT)
    radius_m = models.PositiveIntegerField(default=600)
    priority = models.PositiveSmallIntegerField(default=1)
    seats = models.PositiveSmallIntegerField(default=1)
    hired = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=VacancyState.choices, default=VacancyState.DRAFT)
    closing_reason = models.CharField(max_length=15, choices=ClosingReason.choices, blank=True)
    # Words that may discriminate, as found when the text was last written: the association reads it.
    wording = models.JSONField(default=list, help_text="expressions found, as written")
    # The first vacancy of an employer is read by the association before it is shown.
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=15, choices=Source.choices, default=Source.HERE)
    source_id = models.CharField(max_length=100, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    source_employer = models.CharField(max_length=200, blank=True)
    # Fields changed here: an import leaves them alone.
    edited_fields = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "valid_until"], name="vacancy_state"),
            models.Index(fields=["organisation", "state"], name="vacancy_organisation"),
            models.Index(fields=["changed_at"], name="vacancy_changed"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="vacancy_once_per_source", fields=["source", "source_id"], condition=~Q(source_id="")
            ),
            models.CheckConstraint(name="vacancy_seats", condition=Q(hired__lte=F("seats"))),
            models.CheckConstraint(
                name="vacancy_filled_is_full",
                condition=~Q(state=VacancyState.FILLED) | Q(hired=F("seats")),
            ),
            models.CheckConstraint(
                name="vacancy_open_has_a_seat",
                condition=~Q(state=VacancyState.OPEN) | Q(hired__lt=F("seats")),
            ),
            models.CheckConstraint(
                name="vacancy_shown_has_an_end",
                condition=Q(state__in=[VacancyState.DRAFT, VacancyState.CLOSED])
                | Q(valid_until__isnull=False),
            ),
            models.CheckConstraint(
                name="vacancy_closed_has_a_reason",
                condition=Q(state=VacancyState.CLOSED) & ~Q(closing_reason="")
                | ~Q(state=VacancyState.CLOSED) & Q(closing_reason=""),
            ),
            models.CheckConstraint(
                name="vacancy_place_pair",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """A working shift: from an hour to an hour (the next day when it ends earlier), on days of the week."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="shifts")
    starts = models.TimeField()
    ends = models.TimeField()
    # Monday first; seven characters of 0 and 1.
    weekdays = models.CharField(max_length=7, default="1111100")

    class Meta:
        constraints = [
            models.CheckConstraint(name="shift_has_a_length", condition=~Q(starts=F("ends"))),
            models.CheckConstraint(name="shift_weekdays", condition=Q(weekdays__regex=r"^[01]{7}$")),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


class VacancyChange(models.Model):
    """A change of state, a rewriting or a reading (both keep the state): append-only, with who and when."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=10, choices=VacancyState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=VacancyState.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.vacancy_id} {self.from_state}>{self.to_state}"


class ImportRun(models.Model):
    """One import of vacancies, and what became of each row."""

    source = models.CharField(max_length=15, choices=Source.choices)
    file_name = models.CharField(max_length=250)
    started_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    headers = models.JSONField(default=list, help_text="columns of the file, to recognise the next one")
    columns = models.JSONField(default=dict, help_text="column of the file to field")
    options = models.JSONField(default=dict)
    # The file itself, until the import is over.
    content = models.BinaryField(null=True)
    total = models.PositiveIntegerField(null=True, help_text="rows of the file, once known")
    done = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True, help_text="why nothing more could be read")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    without_place = models.PositiveIntegerField(default=0)
    drafts = models.PositiveIntegerField(default=0, help_text="kept as drafts, mostly for want of an end")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_done_of_total", condition=Q(total__isnull=True) | Q(done__lte=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRejection(models.Model):
    """A row that was not taken, as it was written, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rejections")
    row_number = models.PositiveIntegerField()
    row = models.JSONField()
    reasons = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.run_id} {self.row_number}"
