"""What inhabitants type, and the filters of lists."""

from jalon.portal.forms.public import CallBackForm, PeriodForm, VacancyFilterForm

__all__ = ["CallBackForm", "PeriodForm", "VacancyFilterForm"]
