"""Lists in the editors' screens that are not pages: videos, and problems with pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.shared import clock
from academy.templating import clock_words, megabytes
from cms.problems.models import PageProblem, ProblemStatus
from cms.video_form import VideoForm
from courses.media.models import Video

CAPTIONS_HELP = """<p>Captions are WebVTT: the first line is WEBVTT, then an empty line, then each line of speech with
its times, such as</p><pre>00:01.000 --> 00:04.000
Good morning. Is this a bad time?</pre>"""


class VideoViewSet(SnippetViewSet):
    """Videos with their files, captions and words."""

    model = Video
    icon = "media"
    menu_label = "Videos"
    menu_name = "videos"
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("length", label="Length", accessor=lambda video: clock_words(video.duration_s)),
        Column("size", label="Size", accessor=lambda video: megabytes(video.bytes)),
        BooleanColumn("is_sample", label="Sample"),
    ]
    search_fields = ["title", "transcript"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("file", heading="Video (MP4, H.264 and AAC)"),
            FieldPanel("audio", heading="Only the sound (M4A), for people who save data"),
            FieldPanel("poster", heading="Still picture (WebP)"),
            MultiFieldPanel(
                [
                    HelpPanel(content=CAPTIONS_HELP),
                    FieldPanel("captions"),
                    FieldPanel("transcript", heading="Words"),
                ],
                heading="For people who cannot hear or see it",
            ),
            FieldPanel("is_sample", heading="Sample video"),
        ],
        base_form_class=VideoForm,
    )


class ProblemForm(WagtailAdminModelForm):
    """Marking a problem done, or new again."""

    def save(self, commit: bool = True) -> Any:
        done = self.instance.status == ProblemStatus.DONE
        self.instance.done_at = (self.instance.done_at or clock.now()) if done else None
        return super().save(commit=commit)


class NobodyAdds(ModelPermissionPolicy):
    """Problems come from visitors and from the clock."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))


register_permission_policy(PageProblem, NobodyAdds(PageProblem))


class CountingMenuItem(MenuItem):
    """Says how many wait."""

    def render_component(self, request: HttpRequest) -> Any:
        waiting = PageProblem.objects.filter(status=ProblemStatus.NEW).count()
        component = super().render_component(request)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class ProblemViewSet(SnippetViewSet):
    """What visitors and the clock say is wrong with pages; new ones first."""

    model = PageProblem
    icon = "warning"
    menu_label = "Problems"
    menu_name = "problems"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["page", "words", "status", "reported_at"]
    list_filter = ["status"]
    ordering = ["-status", "-reported_at"]
    search_fields = ["page", "words"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("page", read_only=True),
            FieldPanel("words", read_only=True),
            FieldPanel("email", read_only=True),
            FieldPanel("reported_at", read_only=True),
            FieldPanel("status"),
        ],
        base_form_class=ProblemForm,
    )

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return type("ProblemMenuItem", (CountingMenuItem, super().menu_item_class), {})
