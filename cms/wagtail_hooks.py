"""How the editors' screens of Wagtail are made ours. Hooks are not signals: Wagtail asks for them by name."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms import editor_views
from cms.apps import stands_elsewhere
from cms.pages.courses import CoursePage, LessonPage, ModulePage
from cms.pages.taught import TaughtCoursePage
from cms.snippets import ProblemViewSet, VideoViewSet

NOT_IN_MENU = {"documents", "help", "snippets"}
NOT_IN_SETTINGS = {"users", "groups", "sites", "collections", "redirects", "workflows", "workflow-tasks"}

register_snippet(VideoViewSet)
register_snippet(ProblemViewSet)


class LearningPageViewSet(PageViewSet):
    """Pages whose place in the tree is a fact of the catalogue."""

    set_page_position_view_class = editor_views.Reorder
    move_confirm_view_class = editor_views.Move


@hooks.register("register_admin_viewset")
def page_viewsets() -> list[PageViewSet]:
    return [
        type(f"{model.__name__}ViewSet", (LearningPageViewSet,), {"model": model})()
        for model in (CoursePage, TaughtCoursePage, ModulePage, LessonPage)
    ]


@hooks.register("after_bulk_action")
def tell_catalogue_of_moves(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Several pages under another page at once."""
    if action_type == "move":
        for page in objects:
            if isinstance(page, Page):
                stands_elsewhere(page)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("academy/css/admin.css"))


@hooks.register("construct_main_menu")
def trim_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_MENU]


@hooks.register("construct_homepage_summary_items")
def trim_summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("construct_settings_menu")
def trim_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_SETTINGS]
