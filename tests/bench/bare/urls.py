"""The same addresses as ours."""

from django.urls import path

from tests.bench.bare import assessing, groups, views

urlpatterns = [
    path("", views.home, name="home"),
    path("lesson/<uuid:key>/", views.lesson, name="lesson"),
    path("lesson/<uuid:key>/progress/", views.report, name="lesson-progress"),
    path("lesson/<uuid:key>/read/", views.lesson, name="lesson-read"),
    path("lesson/<uuid:key>/reflection/", views.lesson, name="lesson-reflection"),
    path("lesson/<uuid:key>/video.mp4", views.lesson, name="lesson-video"),
    path("lesson/<uuid:key>/audio.m4a", views.lesson, name="lesson-audio"),
    path("lesson/<uuid:key>/poster.webp", views.lesson, name="lesson-poster"),
    path("lesson/<uuid:key>/captions.vtt", views.lesson, name="lesson-captions"),
    path("lesson/<uuid:key>/words.txt", views.lesson, name="lesson-words"),
    path("my-learning/", views.my_learning, name="my-learning"),
    path("dates/manage/<int:pk>/progress/", groups.group, name="group"),
    path("waiting/", assessing.queue, name="queue"),
    path("judging/<str:token>/", assessing.judge, name="judge"),
    path("hubs/", views.home, name="hubs"),
    path("help/", views.home, name="help"),
    path("accessibility/", views.home, name="accessibility"),
    path("privacy/", views.home, name="privacy"),
    path("profile/", views.home, name="profile"),
    path("verify/", views.home, name="verify"),
    path("problem/", views.home, name="report-problem"),
    path("health/", views.health, name="health"),
    path("<slug:slug>/", views.course, name="course"),
]
