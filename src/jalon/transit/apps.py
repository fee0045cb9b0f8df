from django.apps import AppConfig


class TransitConfig(AppConfig):
    name = "jalon.transit"
    label = "transit"
