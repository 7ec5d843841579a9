"""A page of text: privacy, accessibility, help and the like."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.checks import photos_without_words
from cms.blocks.lesson import PlainBody
from cms.pages.body import plain_body
from cms.pages.publishing import AskedBeforePublishing, PublishingForm, Reason, address_taken
from cms.pages.serving import serve_body


class StandardPage(AskedBeforePublishing):
    """Text with headings, pictures and notices."""

    template = "cms/standard.html"
    base_form_class = PublishingForm
    private_page_options: list[str] = []
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    lede = models.CharField("first sentence", max_length=300, blank=True)
    body = StreamField(PlainBody(), blank=True)
    is_sample = models.BooleanField("sample text", default=False, help_text="Shows a label that says so")

    content_panels = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body"), FieldPanel("is_sample")]

    class Meta:
        app_label = "cms"
        verbose_name = "page of text"
        verbose_name_plural = "pages of text"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return serve_body(self, request, "cms/_body.html")

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "body_html": plain_body(self)}

    def reasons_against(self) -> Iterator[Reason]:
        if not self.body:
            yield Reason("body", "Write something before you publish. An empty page helps nobody.")
        yield from photos_without_words(self.body)
        yield from address_taken(self)
