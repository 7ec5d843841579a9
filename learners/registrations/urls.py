"""Addresses of the way to a qualification, and of registrations."""

from django.urls import URLPattern, URLResolver, path

from learners.registrations import allocation_views, conflict_views, staff_views, step_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registrations/<str:token>/assessors/", allocation_views.assessors, name="allocate"),
    path("registrations/<str:token>/assessors/<int:pk>/", allocation_views.end, name="allocation-end"),
    path("allocations/", allocation_views.many, name="allocate-many"),
    path("conflicts/", conflict_views.listed, name="conflicts"),
    path("conflicts/new/", conflict_views.declare, name="conflict-declare"),
    path("conflicts/<int:pk>/", conflict_views.shown, name="conflict"),
    path("ways/", views.listed, name="ways"),
    path("ways/<slug:slug>/", views.way, name="way"),
    path("ways/<slug:slug>/ask/", views.ask_for, name="way-ask"),
    path("registrations/", staff_views.listed, name="registrations"),
    path("registrations/new/<int:pk>/", staff_views.forward, name="registration-forward"),
    path("registrations/<str:token>/", staff_views.look_after, name="registration-look-after"),
    path("registration/<str:token>/press/", step_views.press, name="registration-press"),
    # one page each, for the learner and for those who look after them
    path("registration/<str:token>/check/", step_views.step, {"name": "check"}, name="registration-check"),
    path(
        "registration/<str:token>/details/", step_views.step, {"name": "details"}, name="registration-details"
    ),
    path("registration/<str:token>/accept/", step_views.step, {"name": "accept"}, name="registration-accept"),
    path(
        "registration/<str:token>/decline/", step_views.step, {"name": "decline"}, name="registration-decline"
    ),
    path("registration/<str:token>/units/", step_views.step, {"name": "units"}, name="registration-units"),
    path("registration/<str:token>/number/", step_views.step, {"name": "number"}, name="registration-number"),
    path("registration/<str:token>/break/", step_views.step, {"name": "break"}, name="registration-break"),
    path(
        "registration/<str:token>/leave/", step_views.step, {"name": "withdraw"}, name="registration-withdraw"
    ),
    path("registration/<str:token>/move/", step_views.step, {"name": "move"}, name="registration-move"),
]
