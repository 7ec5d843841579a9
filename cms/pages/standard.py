"""A page of text: privacy, accessibility, help and the like."""

from collections.abc import Iterator

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.checks import photos_without_words
from cms.blocks.lesson import PlainBody
from cms.pages.publishing import AskedBeforePublishing, PublishingForm, Reason


class StandardPage(AskedBeforePublishing, Page):
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

    def reasons_against(self) -> Iterator[Reason]:
        if not self.body:
            yield Reason("body", "Write something before you publish. An empty page helps nobody.")
        yield from photos_without_words(self.body)
