"""Addresses of registrations: for those who look after them."""

from django.urls import URLPattern, URLResolver, path

from learners.registrations import allocation_views, conflict_views, staff_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registrations/<str:token>/assessors/", allocation_views.assessors, name="allocate"),
    path("registrations/<str:token>/assessors/<int:pk>/", allocation_views.end, name="allocation-end"),
    path("allocations/", allocation_views.many, name="allocate-many"),
    path("conflicts/", conflict_views.listed, name="conflicts"),
    path("conflicts/new/", conflict_views.declare, name="conflict-declare"),
    path("conflicts/<int:pk>/", conflict_views.shown, name="conflict"),
    path("registrations/<str:token>/", staff_views.look_after, name="registration-look-after"),
]
