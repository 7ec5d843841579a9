"""Addresses of what brings people in."""

from django.urls import path, re_path

from learners.intake import views

LIST = r"^lists/(?P<token>[A-Za-z0-9_-]{22})/"

urlpatterns = [
    path("dates/manage/<int:pk>/list/", views.upload, name="people-upload"),
    re_path(rf"{LIST}$", views.listing, name="people-list"),
    re_path(rf"{LIST}columns/$", views.columns, name="people-list-columns"),
    re_path(rf"{LIST}result/$", views.result, name="people-list-result"),
]
