"""Addresses of hubs."""

from django.urls import path

from academy.network import views

urlpatterns = [
    path("hubs/", views.hubs, name="hubs"),
    path("hubs/<slug:slug>/", views.hub, name="hub"),
]
