"""Addresses of portfolio."""

from django.urls import URLPattern, URLResolver, path

from learners.portfolio import link_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/add/<slug:kind>/", views.add, name="evidence-add"),
    path("portfolio/<str:token>/", views.evidence, name="evidence"),
    path("portfolio/<str:token>/change/", views.change, name="evidence-change"),
    path("portfolio/<str:token>/remove/", views.remove, name="evidence-remove"),
    path("portfolio/<str:token>/bring-back/", views.bring_back, name="evidence-bring-back"),
    path("portfolio/<str:token>/shows/<str:registration>/", link_views.shows, name="evidence-shows"),
]
