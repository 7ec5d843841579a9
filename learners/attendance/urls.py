"""Addresses of registers, by the session's own name for ever, and of the door."""

from django.urls import path

from learners.attendance import door_views, here_views, phone_views, photo_views, views

urlpatterns = [
    path("register/<str:uid>/", views.register, name="register"),
    path("register/<str:uid>/sign/", views.sign, name="register-sign"),
    path("register/<str:uid>/change/", views.amend, name="register-amend"),
    path("register/<str:uid>/marks/", phone_views.marks, name="register-marks"),
    path("register/<str:uid>/walk-in/", door_views.walk_in, name="register-walk-in"),
    path("register/<str:uid>/slip/<str:code>/", door_views.slip, name="register-slip"),
    path("register/<str:uid>/paper.pdf", door_views.paper, name="register-paper"),
    path("register/<str:uid>/code/", here_views.wall, name="register-code"),
    path("register/<str:uid>/asked/<int:pk>/", here_views.asked, name="register-asked"),
    path("register/<str:uid>/photos/", photo_views.photos, name="register-photos"),
    path("register/<str:uid>/photos/<str:token>/", photo_views.photo, name="register-photo"),
    path("register/<str:uid>/photos/<str:token>/delete/", photo_views.remove, name="register-photo-delete"),
    path("offline.js", phone_views.worker, name="offline-worker"),
    path("here/", here_views.words, name="here-words"),
    path("here/<str:code>/", here_views.here, name="here"),
]
