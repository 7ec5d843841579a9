"""Addresses of judging: the round, and each criterion in it."""

from django.urls import URLPattern, URLResolver, path

from learners.assessment import judge_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("judging/<str:token>/", judge_views.judge, name="judge"),
    path("judging/<str:token>/<int:criterion>/", judge_views.judge_criterion, name="judge-criterion"),
    path("judging/<str:token>/put-back/", judge_views.judge_put_back, name="judge-put-back"),
]
