"""Addresses of the learner's own home, of the trainer's day, of an assessor's learners, and of how a group gets on."""

from django.urls import path

from learners.dashboards import (
    export_views,
    my_learners_views,
    progress_views,
    registration_views,
    timeline_views,
    today_views,
    views,
)

urlpatterns = [
    path("my-learning/", views.home, name="my-learning"),
    path("registration/<str:token>/", registration_views.overview, name="registration"),
    path("my-learners/", my_learners_views.listed, name="my-learners"),
    path("registrations/<str:token>/work/", my_learners_views.work, name="learner-work"),
    path("registration/<str:token>/units/<int:number>/timeline/", timeline_views.shown, name="timeline"),
    path("today/", today_views.today, name="today"),
    path("dates/manage/<int:pk>/progress/", progress_views.progress, name="cohort-progress"),
    path("dates/manage/<int:pk>/spreadsheet/", export_views.choose, name="cohort-export"),
    path("spreadsheets/<str:token>/", export_views.shown, name="export"),
    path("spreadsheets/<str:token>/file/", export_views.file, name="export-file"),
]
