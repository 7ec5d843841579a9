"""Addresses of witnesses: for the learner who asks, and for whoever is asked."""

from django.urls import URLPattern, URLResolver, path

from learners.portfolio import witness_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("witness/<str:token>/", witness_views.answer, name="witness"),
    path("portfolio/witness/ask/", witness_views.ask, name="witness-ask"),
    path("portfolio/witness/<str:token>/", witness_views.asked, name="witness-asked"),
    path("portfolio/witness/<str:token>/take-back/", witness_views.take_back, name="witness-take-back"),
    path("portfolio/witness/<str:token>/write-up/", witness_views.write, name="witness-write-up"),
]
