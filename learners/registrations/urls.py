"""Addresses of registrations: for those who look after them."""

from django.urls import URLPattern, URLResolver, path

from learners.registrations import staff_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registrations/<str:token>/", staff_views.look_after, name="registration-look-after"),
]
