"""Addresses of planning: the plan of one registration, and templates."""

from django.urls import URLPattern, URLResolver, path

from learners.planning import group_views, template_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registration/<str:token>/plan/", views.plan, name="plan"),
    path("registration/<str:token>/plan/<int:number>/answer/", views.answer, name="plan-answer"),
    path("registration/<str:token>/notes/", views.note, name="contact-notes"),
    path("registrations/<str:token>/plan/change/", views.change, name="plan-change"),
    path("registrations/<str:token>/plan/write/", views.write, name="plan-write"),
    path("plan-tasks/<int:pk>/done/", views.done, name="task-done"),
    path("my-learners/plan/", group_views.group, name="plan-group"),
    path("plan-templates/", template_views.listed, name="plan-templates"),
    path("plan-templates/new/<int:version>/", template_views.add, name="plan-template-add"),
    path("plan-templates/<int:pk>/", template_views.shown, name="plan-template"),
    path("plan-templates/<int:pk>/retire/", template_views.retire, name="plan-template-retire"),
]
