"""Addresses that the cms answers besides its pages."""

from django.urls import path

from cms import views
from cms.problems import views as problems

urlpatterns = [
    path("lesson/<uuid:key>/", views.lesson, name="lesson"),
    path("problem/", problems.report, name="report-problem"),
    path("problem/thank-you/", problems.thank_you, name="report-problem-thanks"),
    path("media/images/<str:name>", views.image, name="image"),
]
