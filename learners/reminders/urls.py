"""Addresses of messages: a person's own pages, and the links in the messages."""

from django.urls import path

from learners.reminders import choice_views, views

urlpatterns = [
    path("messages/", views.inbox, name="messages"),
    path("messages/<str:token>/", views.message, name="message"),
    path("messages/<str:token>/go/", views.go, name="message-go"),
    path("messages/<str:token>/answer/", views.answer, name="message-answer"),
    path("messages/<str:token>/stop/", views.stop, name="message-stop"),
    path("profile/messages/", choice_views.choices, name="message-choices"),
    path("profile/messages/pause/", choice_views.take_break, name="message-pause"),
    path("profile/goal/", choice_views.goal, name="study-goal"),
]
