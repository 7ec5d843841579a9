"""Addresses of prior learning, adjustments and holds."""

from django.urls import URLPattern, URLResolver, path

from learners.adjustments import step_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registration/<str:token>/adjustments/", views.own, name="adjustments"),
    path("registrations/<str:token>/adjustments/", views.for_staff, name="registration-adjustments"),
    path("adjustments/<str:token>/", step_views.adjustment, name="adjustment"),
    path("prior-learning/<str:token>/", step_views.prior_learning, name="prior-learning"),
    path("holds/<int:pk>/", step_views.hold, name="hold"),
]
