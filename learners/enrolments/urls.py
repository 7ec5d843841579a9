"""Addresses of places on courses."""

from django.urls import path

from learners.enrolments import views

urlpatterns = [path("my-learning/join/<slug:slug>/", views.join, name="join-course")]
