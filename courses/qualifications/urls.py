"""Addresses of specifications, and of the sites that deliver them."""

from django.urls import path, re_path

from courses.qualifications import site_views, views

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
    path("qualifications/sites/", site_views.listed, name="sites"),
    path("qualifications/sites/new/", site_views.add, name="site-add"),
    path("qualifications/sites/<int:pk>/end/", site_views.end, name="site-end"),
]
