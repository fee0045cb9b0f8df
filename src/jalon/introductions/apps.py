from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    name = "jalon.introductions"
    label = "introductions"
