"""The front page."""

from collections.abc import Iterator

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.checks import photos_without_words
from cms.blocks.home import HomeBody
from cms.pages.publishing import AskedBeforePublishing, PublishingForm, Reason


class HomePage(AskedBeforePublishing, Page):
    """The first page that anybody sees."""

    template = "cms/home.html"
    base_form_class = PublishingForm
    private_page_options: list[str] = []
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StandardPage", "cms.CoursePage"]

    body = StreamField(HomeBody(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        app_label = "cms"
        verbose_name = "home page"

    def reasons_against(self) -> Iterator[Reason]:
        if not self.body:
            yield Reason("body", "Add at least one part before you publish. An empty page helps nobody.")
        yield from photos_without_words(self.body)
