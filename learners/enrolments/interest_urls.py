"""Addresses of waiting for dates that are not there yet."""

from django.urls import path

from learners.enrolments import interest_views as views

urlpatterns = [
    path("interest/", views.mine, name="interests"),
    path("interest/<slug:slug>/", views.ask, name="interest"),
    path("dates/manage/interest/", views.demand, name="interest-demand"),
    path("dates/manage/interest/<slug:hub>/<slug:slug>/", views.people, name="interest-people"),
]
