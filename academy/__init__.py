"""The Academy's house: settings, people, hubs, and the tools that know no domain."""

from academy.celery import app as celery_app

__all__ = ["celery_app"]
