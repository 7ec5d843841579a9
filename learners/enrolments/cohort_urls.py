"""Addresses of dates for those who run them."""

from django.urls import path

from learners.enrolments import cohort_views

urlpatterns = [
    path("dates/manage/", cohort_views.listed, name="cohort-list"),
    path("dates/manage/<int:pk>/", cohort_views.shown, name="cohort-page"),
    path("dates/manage/<int:pk>/change/", cohort_views.change, name="cohort-change"),
    path("dates/manage/<int:pk>/confirm/", cohort_views.confirm, name="cohort-confirm"),
    path("dates/manage/<int:pk>/cancel/", cohort_views.cancel, name="cohort-cancel"),
]
