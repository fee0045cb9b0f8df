from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "jalon.casework"
    label = "casework"
