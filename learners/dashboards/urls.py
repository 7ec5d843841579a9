"""Addresses of the learner's own home and of the trainer's day."""

from django.urls import path

from learners.dashboards import today_views, views

urlpatterns = [
    path("my-learning/", views.home, name="my-learning"),
    path("today/", today_views.today, name="today"),
]
