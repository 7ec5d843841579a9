"""The front page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.checks import photos_without_words
from cms.blocks.home import HomeBody
from cms.pages.body import plain_body
from cms.pages.publishing import AskedBeforePublishing, PublishingForm, Reason
from cms.pages.serving import serve_body


class HomePage(AskedBeforePublishing):
    """The first page that anybody sees."""

    template = "cms/home.html"
    base_form_class = PublishingForm
    private_page_options: list[str] = []
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StandardPage", "cms.CoursePage", "cms.TaughtCoursePage"]

    body = StreamField(HomeBody(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        app_label = "cms"
        verbose_name = "home page"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return serve_body(self, request, "cms/_home_body.html")

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        body = plain_body(self, "cms/_home_body.html")
        return {**super().get_preview_context(request, mode_name), "body_html": body}

    def reasons_against(self) -> Iterator[Reason]:
        if not self.body:
            yield Reason("body", "Add at least one part before you publish. An empty page helps nobody.")
        yield from photos_without_words(self.body)
