"""Addresses that the cms answers besides its pages. Everything below the cms links to these and to no page."""

from django.urls import path

from cms import views

urlpatterns = [
    path("lesson/<uuid:key>/", views.lesson, name="lesson"),
    path("module/<uuid:key>/", views.module, name="module"),
    path("courses/<slug:slug>/", views.course, name="course"),
]
