"""Addresses of files: sent in parts, and opened."""

from django.urls import URLPattern, URLResolver, path

from learners.portfolio import cover_views, file_views, upload_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("upload/", upload_views.upload, name="upload"),
    path("upload/<str:token>/", upload_views.part, name="upload-part"),
    path("portfolio/file/<str:signed>/", file_views.evidence_file, name="evidence-file"),
    path("portfolio/file/<str:signed>/page/<int:number>/", file_views.evidence_page, name="evidence-page"),
    path("portfolio/file/<str:token>/cover/", cover_views.cover, name="evidence-cover"),
]
