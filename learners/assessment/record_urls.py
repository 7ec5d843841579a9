"""Addresses of what assessors saw, heard and asked. Those of one record stand under one path, which a phone keeps."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import record_read_views, record_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registrations/<str:token>/records/", record_views.listed, name="records"),
    path("record/new/<str:token>/<slug:kind>/", record_views.begin, name="record-begin"),
    path("record/<str:token>/", record_views.record, name="record"),
    path("record/<str:token>/read/", record_read_views.read, name="record-read"),
]
