"""The house itself as a Django app."""

from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"
    verbose_name = "Academy"
    default_auto_field = "django.db.models.BigAutoField"
