from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "jalon.reference"
    label = "reference"
