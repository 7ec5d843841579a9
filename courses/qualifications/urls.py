"""Addresses of specifications, of the sites that deliver them, and of those who may judge."""

from django.urls import path, re_path

from courses.qualifications import group_views, site_views, staff_views, views

urlpatterns = [
    path("qualifications/specifications/", views.listed, name="specifications"),
    path("qualifications/specifications/new/", views.add, name="specification-add"),
    path("qualifications/specifications/<int:pk>/", views.shown, name="specification"),
    path("qualifications/specifications/<int:pk>/facts/", views.facts, name="specification-facts"),
    path("qualifications/specifications/<int:pk>/step/", views.step, name="specification-step"),
    path("qualifications/specifications/<int:pk>/sheet/", views.sheet, name="specification-sheet"),
    path(
        "qualifications/specifications/<int:pk>/sheet/answer/",
        views.sheet_answer,
        name="specification-sheet-answer",
    ),
    re_path(
        r"^qualifications/specifications/(?P<pk>[0-9]+)/words/(?P<kind>outcome|criterion)/(?P<row>[0-9]+)/$",
        views.words,
        name="specification-words",
    ),
    path(
        "qualifications/specifications/<int:pk>/groups/<int:row>/",
        group_views.group,
        name="specification-group",
    ),
    path("qualifications/sites/", site_views.listed, name="sites"),
    path("qualifications/sites/new/", site_views.add, name="site-add"),
    path("qualifications/sites/<int:pk>/end/", site_views.end, name="site-end"),
    path("assessors/", staff_views.listed, name="assessors"),
    path("assessors/<int:pk>/", staff_views.shown, name="assessor"),
    path("assessors/<int:pk>/status/", staff_views.status, name="assessor-status"),
    path("assessors/<int:pk>/units/", staff_views.units, name="assessor-units"),
    path("assessors/units/<int:pk>/end/", staff_views.unit_end, name="assessor-unit-end"),
    path("assessors/<int:pk>/task/", staff_views.task, name="assessor-task"),
    path("assessors/tasks/<int:pk>/end/", staff_views.task_end, name="assessor-task-end"),
]
