"""Addresses for those who make dates and look after places."""

from django.urls import path

from courses.delivery import programme_views, session_views, venue_views, views

urlpatterns = [
    path("dates/manage/new/", views.new, name="cohort-new"),
    path("dates/manage/<int:pk>/copy/", views.copy, name="cohort-copy"),
    path("dates/manage/<int:pk>/open/", views.open_booking, name="cohort-open"),
    path("dates/manage/<int:pk>/trainers/", views.trainers, name="cohort-trainers"),
    path("dates/manage/<int:pk>/session/", session_views.add, name="cohort-session-add"),
    path("dates/manage/<int:pk>/programmes/", programme_views.counts, name="cohort-programmes"),
    path("dates/manage/programmes/", programme_views.listed, name="programmes"),
    path("dates/manage/programmes/new/", programme_views.add, name="programme-add"),
    path("dates/manage/programmes/<int:pk>/", programme_views.change, name="programme"),
    path("dates/manage/sessions/<str:uid>/", session_views.change, name="cohort-session"),
    path("dates/manage/sessions/<str:uid>/cancel/", session_views.cancel, name="cohort-session-cancel"),
    path("dates/manage/venues/", venue_views.listed, name="cohort-venues"),
    path("dates/manage/venues/new/", venue_views.add, name="cohort-venue-add"),
    path("dates/manage/venues/<int:pk>/", venue_views.change, name="cohort-venue"),
    path("dates/manage/venues/<int:pk>/close/", venue_views.close, name="cohort-venue-close"),
]
