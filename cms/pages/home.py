"""The front page."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class HomePage(Page):
    """The first page that anybody sees."""

    template = "cms/home.html"
    body = StreamField([("text", RichTextBlock())], blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
    max_count = 1

    class Meta:
        app_label = "cms"
        verbose_name = "home page"
