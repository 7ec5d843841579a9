"""Addresses of what people say of a course."""

from django.urls import path

from learners.evaluation import results_views, views

urlpatterns = [
    path("evaluate/<str:token>/", views.evaluate, name="evaluate"),
    path("follow-up/<str:token>/", views.follow_up, name="follow-up"),
    path("dates/feedback/", results_views.feedback, name="feedback"),
    path("dates/manage/<int:pk>/feedback/", results_views.cohort_feedback, name="cohort-feedback"),
    path("dates/manage/<int:pk>/feedback/cards/", results_views.feedback_cards, name="feedback-cards"),
]
