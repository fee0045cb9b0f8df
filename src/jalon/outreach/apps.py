from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "jalon.outreach"
    label = "outreach"
