"""Addresses of what a learner is told."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import feedback_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("feedback/<str:token>/", feedback_views.shown, name="feedback"),
    path("registration/<str:token>/feedback/", feedback_views.listed, name="feedback-list"),
]
