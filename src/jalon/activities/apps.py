from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "jalon.activities"
    label = "activities"
