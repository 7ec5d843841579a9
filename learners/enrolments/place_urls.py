"""Addresses of dates and places. A token has 22 signs, so that nothing else under /dates/ is taken for one."""

from django.urls import path, re_path

from learners.enrolments import behalf_views, guardian_views, moving_views
from learners.enrolments import place_views as views

ONE = r"^dates/(?P<token>[A-Za-z0-9_-]{22})/"

urlpatterns = [
    path("dates/", views.dates, name="dates"),
    re_path(rf"{ONE}$", views.date, name="date-page"),
    re_path(rf"{ONE}book/$", views.book, name="book-place"),
    re_path(rf"{ONE}cancel/$", views.give_up, name="cancel-place"),
    re_path(rf"{ONE}offer/$", views.offer, name="place-offer"),
    re_path(rf"{ONE}needs/$", views.day_needs, name="day-needs"),
    re_path(rf"{ONE}people/$", behalf_views.people, name="date-people"),
    re_path(rf"{ONE}people/add/$", behalf_views.add, name="date-people-add"),
    re_path(rf"{ONE}people/(?P<pk>[0-9]{{1,18}})/$", behalf_views.person, name="date-person"),
    re_path(rf"{ONE}people/(?P<pk>[0-9]{{1,18}})/move/$", moving_views.move, name="date-person-move"),
    re_path(
        rf"{ONE}people/(?P<pk>[0-9]{{1,18}})/guardian/$", guardian_views.consent, name="guardian-consent"
    ),
    re_path(
        rf"{ONE}people/(?P<pk>[0-9]{{1,18}})/guardian/paper/$", guardian_views.paper, name="guardian-paper"
    ),
    path("profile/access/", views.access_need, name="access-need"),
    path("d/", views.type_code, name="date-code"),
    path("d/<str:code>/", views.short_code, name="short-code"),
]
