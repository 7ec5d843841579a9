"""The address where a person says that they are through."""

from django.urls import path

from learners.completion import views

urlpatterns = [path("my-learning/finish/<slug:slug>/", views.finish, name="finish-course")]
