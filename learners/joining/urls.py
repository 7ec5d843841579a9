"""Addresses of slips and of joining two entries of one person."""

from django.urls import path

from learners.joining import own_views, slip_views, views

urlpatterns = [
    path("slip/", slip_views.ask, name="slip"),
    path("slip/<str:code>/", slip_views.claim, name="slip-claim"),
    path("profile/another/", own_views.another, name="other-account"),
    path("profile/another/<str:token>/", own_views.own, name="join-own"),
    path("people/same/", views.doubles, name="maybe-same"),
    path("people/<int:pk>/join/", views.find, name="join-find"),
    path("people/<int:pk>/join/<int:other>/", views.side_by_side, name="join-people"),
    path("people/joined/<int:pk>/", views.undo, name="undo-joining"),
]
