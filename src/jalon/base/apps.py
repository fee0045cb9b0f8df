from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "jalon.base"
    label = "base"
