"""Addresses about what we keep."""

from django.urls import path

from academy.keeping import removal_views, views

urlpatterns = [
    path("records/", views.listed, name="kept-records"),
    path("records/take-away/", removal_views.find, name="remove-content"),
    path("records/take-away/<str:token>/", removal_views.remove, name="remove-content-of"),
    path("records/<slug:key>/", views.one, name="kept-records-of"),
    path("records/<slug:key>/release/", views.release, name="release-records"),
]
