"""Addresses of signing units off."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import signoff_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registrations/<str:token>/units/", signoff_views.listed, name="unit-signoffs"),
    path("registrations/<str:token>/units/<int:number>/", signoff_views.unit, name="unit-signoff"),
    path("registrations/<str:token>/units/<int:number>/unlock/", signoff_views.unlock, name="unlock"),
    path("registration/<str:token>/my-units/", signoff_views.mine, name="units"),
]
