"""Addresses for machines."""

from django.urls import path

from academy.shared import views

urlpatterns = [path("health/", views.health, name="health")]
