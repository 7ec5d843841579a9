"""Addresses of what brings people in."""

from django.urls import path, re_path

from learners.intake import code_views, views

LIST = r"^lists/(?P<token>[A-Za-z0-9_-]{22})/"

urlpatterns = [
    path("dates/manage/<int:pk>/bring/", code_views.bring, name="cohort-bring"),
    path("dates/manage/<int:pk>/poster/", code_views.poster, name="cohort-poster"),
    path("dates/manage/interest/list/", views.upload_to_hub, name="people-upload-hub"),
    path("dates/manage/<int:pk>/list/", views.upload, name="people-upload"),
    path("seats/<int:pk>/again/", code_views.again, name="seat-code-again"),
    path("seats/<int:pk>/withdraw/", code_views.take_back, name="seat-code-withdraw"),
    path("seat/", code_views.type_code, name="seat-type"),
    path("seat/<str:code>/", code_views.seat, name="seat"),
    re_path(rf"{LIST}$", views.listing, name="people-list"),
    re_path(rf"{LIST}columns/$", views.columns, name="people-list-columns"),
    re_path(rf"{LIST}result/$", views.result, name="people-list-result"),
]
