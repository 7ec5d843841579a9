"""The parts of a lesson."""

from wagtail.blocks import CharBlock, StreamBlock, StructBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import parts


class ReflectionBlock(StructBlock):
    """Stop and think: a question to which the learner writes an answer that only they can read."""

    question = CharBlock(max_length=300)
    hint = CharBlock(
        max_length=300,
        required=False,
        default="A line or two is plenty. Only you can see this.",
    )

    class Meta:
        icon = "edit"


class LessonBody(StreamBlock):
    """A lesson from top to bottom. The player has a place of its own on the page, wherever the video stands here."""

    video = SnippetChooserBlock("courses.Video", icon="media")
    text = parts.text_block()
    photo = parts.PhotoBlock(required=False)
    notice = parts.NoticeBlock()
    reflection = ReflectionBlock()

    class Meta:
        block_counts = {"video": {"max_num": 1}}


class PlainBody(StreamBlock):
    """Text, pictures and notices, for every other page."""

    text = parts.text_block()
    photo = parts.PhotoBlock(required=False)
    notice = parts.NoticeBlock()
    hub_finder = parts.HubFinderBlock()
