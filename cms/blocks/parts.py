"""Blocks that several kinds of page share."""

from django.db import models
from wagtail.blocks import CharBlock, ChoiceBlock, PageChooserBlock, RichTextBlock, StructBlock, StructValue
from wagtail.images.blocks import ImageBlock

PLAIN_FEATURES = ["bold", "italic", "link", "ol", "ul"]
TEXT_FEATURES = ["h2", "h3", *PLAIN_FEATURES]


class Picture(models.TextChoices):
    """The cut-paper drawings that a page may show."""

    DOOR = "door", "An open door"
    REACH = "reach", "Reach"
    LISTEN = "listen", "Listen"
    CONNECT = "connect", "Connect"
    ORGANISE = "organise", "Organise"
    LEADERSHIP = "leadership", "Leadership"
    STRATEGY = "strategy", "Strategy"
    ACTION = "action", "Action"


def text_block() -> RichTextBlock:
    """Running text with headings, lists and links."""
    return RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", template="cms/blocks/text.html")


class NoticeBlock(StructBlock):
    """Something that must not be missed."""

    title = CharBlock(max_length=120)
    text = RichTextBlock(features=PLAIN_FEATURES)

    class Meta:
        icon = "warning"
        template = "cms/blocks/notice.html"


class PhotoBlock(ImageBlock):
    """A photograph or drawing. Without words for people who do not see it, the page cannot be published."""

    class Meta:
        icon = "image"
        template = "cms/blocks/photo.html"


class LinkValue(StructValue):
    """A button: `words` and `href`."""

    @property
    def href(self) -> str:
        page = self.get("page")
        return (page.url if page is not None and page.live else "") or self.get("address") or ""


class LinkBlock(StructBlock):
    """A button that leads to a page, or to an address on this site."""

    words = CharBlock(max_length=60, required=False, help_text="Say what happens: “Start the free module”")
    page = PageChooserBlock(required=False)
    address = CharBlock(max_length=200, required=False, help_text="Where there is no page to choose: /hubs/")

    class Meta:
        icon = "link"
        value_class = LinkValue


class HubFinderBlock(StructBlock):
    """Leads to the map of hubs."""

    title = CharBlock(max_length=80, default="Find a hub near you")
    text = CharBlock(max_length=300, required=False)

    class Meta:
        icon = "site"
        template = "cms/blocks/hub_finder.html"


def picture_choice(**kwargs: object) -> ChoiceBlock:
    """One of the drawings."""
    return ChoiceBlock(choices=Picture.choices, **kwargs)
