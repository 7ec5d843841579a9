"""Addresses of what is offered."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("courses.delivery.urls")),
    path("", include("courses.qualifications.urls")),
]
