"""Addresses of what people may tell about themselves."""

from django.urls import path, re_path

from learners.equality import staff_views, views

ONE = r"^dates/(?P<token>[A-Za-z0-9_-]{22})/"

urlpatterns = [
    re_path(rf"{ONE}about/$", views.after_booking, name="place-about"),
    path("profile/about/", views.about_me, name="about-me"),
    re_path(rf"{ONE}slips/$", staff_views.slips, name="date-slips"),
    re_path(rf"{ONE}slips/paper/$", staff_views.paper, name="date-slips-paper"),
    path("figures/who-comes/", staff_views.who_comes, name="who-comes"),
    path("figures/equality/", staff_views.equality, name="equality-figures"),
]
