from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "jalon.network"
    label = "network"
