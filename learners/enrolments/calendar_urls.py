"""Addresses of calendars."""

from django.urls import path

from learners.enrolments import calendar_views

urlpatterns = [
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/<str:token>.ics", calendar_views.feed, name="calendar-feed"),
    path("calendar/places/<str:key>.ics", calendar_views.place, name="place-calendar"),
]
