"""Addresses of slips and of joining two entries of one person."""

from django.urls import path

from learners.joining import slip_views

urlpatterns = [
    path("slip/", slip_views.ask, name="slip"),
    path("slip/<str:code>/", slip_views.claim, name="slip-claim"),
]
