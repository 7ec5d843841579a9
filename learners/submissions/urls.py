"""Addresses of what is to be shown, what is handed in, and looks at drafts."""

from django.urls import URLPattern, URLResolver, path

from learners.submissions import attempt_views, look_views, submission_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registration/<str:token>/show/", views.show, name="to-show"),
    path("registration/<str:token>/hand-in/", views.pick, name="hand-in"),
    path("registration/<str:token>/hand-in/look/", views.look_over, name="hand-in-check"),
    path("registration/<str:token>/hand-in/declare/", views.declare, name="hand-in-declare"),
    path("registration/<str:token>/handed-in/", submission_views.listed, name="handed-in"),
    path("registration/<str:token>/look/", look_views.ask, name="look-ask"),
    path("look/<str:token>/", look_views.shown, name="draft-look"),
    path("registrations/<str:token>/another-try/", attempt_views.give, name="give-attempt"),
    path("handed-in/<str:token>/check/", submission_views.check_again, name="submission-check"),
    path("handed-in/<str:token>/give-back/", submission_views.give_back, name="submission-give-back"),
]
