"""The addresses of pages. They match nearly everything, so they stand last."""

from django.urls import path, re_path

from cms import views

urlpatterns = [
    path("<slug:slug>/", views.course, name="course"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="page"),
]
