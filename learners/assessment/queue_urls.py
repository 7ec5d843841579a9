"""Addresses of what waits for an assessor, of sending a judgement and of countersigning one."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import direct_views, handed_in_views, lead_views, queue_views, send_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("waiting/", queue_views.queue, name="queue"),
    path("waiting/next/", queue_views.oldest, name="queue-next"),
    path("waiting/stuck/", lead_views.stuck, name="stuck"),
    path("judging/<str:token>/countersigner/", lead_views.name_second, name="name-countersigner"),
    path("handed-in/<str:token>/claim/", queue_views.claim_work, name="claim"),
    path("registrations/<str:token>/to-judge/", direct_views.to_judge, name="to-judge"),
    path("judging/<str:token>/send/", send_views.judge_send, name="judge-send"),
    path("judging/<str:token>/countersign/", send_views.countersign_round, name="countersign"),
    path("handed-in/<str:token>/", handed_in_views.shown, name="submission"),
    path("handed-in/", queue_views.as_before, name="handed-in-to-me"),
]
