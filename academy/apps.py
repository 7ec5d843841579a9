"""The house itself as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from academy.checks import reminded_first


class AcademyConfig(AppConfig):
    name = "academy"
    verbose_name = "Academy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(reminded_first)
