"""Addresses of what waits for an assessor."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import queue_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("waiting/", queue_views.queue, name="queue"),
    path("handed-in/", queue_views.as_before, name="handed-in-to-me"),
]
