"""Addresses about what we keep."""

from django.urls import path

from academy.keeping import views

urlpatterns = [
    path("records/", views.listed, name="kept-records"),
    path("records/<slug:key>/", views.one, name="kept-records-of"),
    path("records/<slug:key>/release/", views.release, name="release-records"),
]
