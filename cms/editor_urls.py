"""Addresses of the editors' screens that are answered here and not by Wagtail. They stand before Wagtail's own."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from cms import editor_views as views

urlpatterns = [
    # Roles are given at /people/ alone: a Wagtail group follows a role, and not the other way round.
    re_path(r"^(users|groups|api-tokens)/", views.people_elsewhere),
    re_path(r"^bulk/(academy|auth)/", views.people_elsewhere),
    # What goes past the editor's form; nothing in the editors' screens uses it.
    re_path(r"^api/main/pages/\d+/action/", views.not_offered),
    path(
        "login/", RedirectView.as_view(pattern_name="account_login", query_string=True)
    ),  # with its rate limits
    path("account/", require_admin_access(views.OwnSettings.as_view()), name="editors-account"),
    path("videos/<int:pk>/<str:kind>/file/", require_admin_access(views.video_file), name="editors-video"),
]
