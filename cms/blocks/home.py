"""The parts of the front page."""

from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructValue,
    TextBlock,
)

from cms.blocks import parts
from cms.numbers import Number, academy_numbers


class HeroBlock(StructBlock):
    """The first thing that people see. The scene behind it is fixed."""

    title = CharBlock(max_length=80)
    lede = CharBlock(max_length=240)
    action = parts.LinkBlock()
    small = CharBlock(max_length=120, required=False, help_text="Under the button, such as how long it takes")

    class Meta:
        icon = "title"
        template = "cms/blocks/hero.html"


class WayBlock(StructBlock):
    picture = parts.picture_choice(default="listen")
    title = CharBlock(max_length=60)
    text = CharBlock(max_length=240)

    class Meta:
        icon = "pick"


class WaysBlock(StructBlock):
    """Three short explanations side by side."""

    title = CharBlock(max_length=80)
    text = CharBlock(max_length=300, required=False)
    ways = ListBlock(WayBlock(), min_num=2, max_num=3)

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/ways.html"


class StoryNumberBlock(StructBlock):
    number = CharBlock(max_length=12)
    words = CharBlock(max_length=60)


class StoryBlock(StructBlock):
    """One person's story as a poster. Only with their consent."""

    kicker = CharBlock(max_length=80, help_text="A story from where?")
    quote = CharBlock(max_length=160)
    text = RichTextBlock(features=["bold", "italic"])
    name = CharBlock(max_length=80)
    numbers = ListBlock(StoryNumberBlock(), min_num=0, max_num=2)
    consent = TextBlock(
        rows=2, help_text="Who agreed that we may show this, when, and until when. Visitors do not see it."
    )

    class Meta:
        icon = "openquote"
        template = "cms/blocks/story.html"


class StepBlock(StructBlock):
    title = CharBlock(max_length=60)
    text = CharBlock(max_length=200)


class PathBlock(StructBlock):
    """Where learning here can take somebody, step by step."""

    title = CharBlock(max_length=80)
    steps = ListBlock(StepBlock(), min_num=2, max_num=5)

    class Meta:
        icon = "arrow-right"
        template = "cms/blocks/path.html"


class NumbersValue(StructValue):
    @property
    def figures(self) -> tuple[Number, ...]:
        """Counted, never typed."""
        return academy_numbers()


class NumbersBlock(StructBlock):
    """What was done so far, counted by the system itself."""

    title = CharBlock(max_length=80, default="So far, in all hubs")

    class Meta:
        icon = "order"
        template = "cms/blocks/numbers.html"
        value_class = NumbersValue


class HomeBody(StreamBlock):
    """What the front page is made of, from top to bottom."""

    hero = HeroBlock()
    ways = WaysBlock()
    story = StoryBlock()
    path = PathBlock()
    numbers = NumbersBlock()
    notice = parts.NoticeBlock()
    hub_finder = parts.HubFinderBlock()
    text = parts.text_block()

    class Meta:
        block_counts = {"hero": {"max_num": 1}}
