"""Addresses of the learner's own home."""

from django.urls import path

from learners.dashboards import views

urlpatterns = [path("my-learning/", views.home, name="my-learning")]
