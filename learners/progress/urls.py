"""Addresses under a lesson, and the question about a guest's lessons. The lesson itself is answered by the cms."""

from django.urls import path

from learners.progress import media, views

urlpatterns = [
    path("lesson/<uuid:key>/progress/", views.report, name="lesson-progress"),
    path("lesson/<uuid:key>/read/", views.read, name="lesson-read"),
    path("lesson/<uuid:key>/reflection/", views.reflection, name="lesson-reflection"),
    path("lesson/<uuid:key>/video.mp4", media.media, {"kind": "video"}, name="lesson-video"),
    path("lesson/<uuid:key>/audio.m4a", media.media, {"kind": "audio"}, name="lesson-audio"),
    path("lesson/<uuid:key>/poster.webp", media.media, {"kind": "poster"}, name="lesson-poster"),
    path("lesson/<uuid:key>/captions.vtt", media.captions, name="lesson-captions"),
    path("lesson/<uuid:key>/words.txt", media.words, name="lesson-words"),
    path("guest/", views.guest_answer, name="guest-answer"),
]
