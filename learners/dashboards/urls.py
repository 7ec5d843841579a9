"""Addresses of the learner's own home of the trainer's day, and of how a group gets on."""

from django.urls import path

from learners.dashboards import progress_views, today_views, views

urlpatterns = [
    path("my-learning/", views.home, name="my-learning"),
    path("today/", today_views.today, name="today"),
    path("dates/manage/<int:pk>/progress/", progress_views.progress, name="cohort-progress"),
]
