"""Addresses of portfolio."""

from django.urls import URLPattern, URLResolver, path

from learners.portfolio import copy_views, link_views, log_views, views, write_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/add/<slug:kind>/", write_views.add, name="evidence-add"),
    path("portfolio/log/", log_views.log, name="practice-log"),
    path("portfolio/carry-over/", log_views.carry, name="evidence-carry"),
    path("portfolio/copy/", copy_views.copy, name="portfolio-copy"),
    path("portfolio/copy/<str:token>/", copy_views.copy_file, name="portfolio-copy-file"),
    path("portfolio/<str:token>/files/<str:file>/remove/", views.remove_file, name="evidence-file-remove"),
    path("portfolio/<str:token>/", views.evidence, name="evidence"),
    path("portfolio/<str:token>/change/", write_views.change, name="evidence-change"),
    path("portfolio/<str:token>/remove/", views.remove, name="evidence-remove"),
    path("portfolio/<str:token>/bring-back/", views.bring_back, name="evidence-bring-back"),
    path("portfolio/<str:token>/shows/<str:registration>/", link_views.shows, name="evidence-shows"),
]
