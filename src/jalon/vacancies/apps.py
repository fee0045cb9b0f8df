from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "jalon.vacancies"
    label = "vacancies"
