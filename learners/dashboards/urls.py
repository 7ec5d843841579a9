"""Addresses of the learner's own home, of the trainer's day, and of how a group gets on."""

from django.urls import path

from learners.dashboards import export_views, progress_views, registration_views, today_views, views

urlpatterns = [
    path("my-learning/", views.home, name="my-learning"),
    path("registration/<str:token>/", registration_views.overview, name="registration"),
    path("today/", today_views.today, name="today"),
    path("dates/manage/<int:pk>/progress/", progress_views.progress, name="cohort-progress"),
    path("dates/manage/<int:pk>/spreadsheet/", export_views.choose, name="cohort-export"),
    path("spreadsheets/<str:token>/", export_views.shown, name="export"),
    path("spreadsheets/<str:token>/file/", export_views.file, name="export-file"),
]
