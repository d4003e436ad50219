from django.apps import AppConfig


class CharacteristicsConfig(AppConfig):
    name = "characteristics"
