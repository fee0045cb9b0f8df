from django.apps import AppConfig


class GamesConfig(AppConfig):
    name = "jalon.games"
    label = "games"
