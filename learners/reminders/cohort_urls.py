"""Addresses of the messages of some dates, for those who run them."""

from django.urls import path

from learners.reminders import cohort_message_views, letter_views

urlpatterns = [
    path("dates/manage/<int:pk>/messages/", cohort_message_views.shown, name="cohort-messages"),
    path("dates/manage/<int:pk>/messages/write/", letter_views.write, name="cohort-letter-new"),
    path("dates/manage/<int:pk>/messages/letters/<str:token>/", letter_views.letter, name="cohort-letter"),
    path(
        "dates/manage/<int:pk>/messages/letters/<str:token>/change/",
        letter_views.change,
        name="cohort-letter-change",
    ),
    path("dates/manage/<int:pk>/messages/<slug:kind>/", cohort_message_views.kind, name="cohort-kind"),
    path(
        "dates/manage/<int:pk>/messages/<slug:kind>/now/", cohort_message_views.send, name="cohort-kind-send"
    ),
    path(
        "dates/manage/<int:pk>/messages/<slug:kind>/sent/", cohort_message_views.sent, name="cohort-kind-sent"
    ),
]
