"""Courses, modules and lessons as pages. What is published of them is recorded as facts in courses.catalogue."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.checks import photos_without_words, raw_blocks
from cms.blocks.lesson import LessonBody, PlainBody
from cms.blocks.parts import Picture
from cms.pages.body import plain_body
from cms.pages.preview import (
    AS_LEARNER,
    AS_MEMBER,
    AS_VISITOR,
    preview_course,
    preview_lesson,
    preview_module,
)
from cms.pages.publishing import (
    CopyAsDraft,
    CopyWithoutAlias,
    PublishingForm,
    Reason,
    WithoutAliases,
    address_taken,
)
from cms.pages.serving import serve_course, serve_module
from courses.catalogue.kinds import CertificateKind, DoneBy
from courses.catalogue.models import Course
from courses.media.models import Video
from courses.media.rules import reasons_against_showing

PREVIEWS = [
    (AS_VISITOR, "As a visitor without an account"),
    (AS_LEARNER, "As a learner who has not joined the course"),
    (AS_MEMBER, "As a learner with the whole course"),
]


class LearningPage(WithoutAliases):
    """What course, module and lesson pages share."""

    base_form_class = PublishingForm
    copy_form_class = CopyWithoutAlias
    private_page_options: list[str] = []
    preview_modes = PREVIEWS
    admin_default_ordering = "ord"  # editors see modules and lessons in the order in which people take them

    class Meta:
        abstract = True

    @property
    def key(self) -> UUID:
        """Names this page in the catalogue; a copy gets a new one, a translation has the same."""
        return self.translation_key

    def above(self) -> Page | None:
        """The page that this one stands under; while a new page is being written, the one it is written for."""
        if self.depth and self.depth > 1:
            return self.get_parent().specific
        parent = getattr(self, "parent_for_form", None)
        return parent.specific if parent is not None else None


def reasons_of_course(page: Any) -> Iterator[Reason]:
    """What keeps the page of any course from going up: no code or address of its own, or no sentence for lists."""
    others = Course.objects.exclude(key=page.key)
    if not page.code:
        yield Reason("code", "Give the course a code, such as FOCUS. It stands in reports and exports.")
    elif others.filter(code=page.code).exists():
        yield Reason("code", f"Another course has or had the code {page.code}. Choose another one.")
    if others.filter(slug=page.slug).exists():
        yield Reason("slug", f"Another course has or had the address /{page.slug}/. Choose another one.")
    if not page.slug.isascii():
        yield Reason("slug", "Use the letters a to z, numbers and hyphens only in a course's address.")
    if not page.summary:
        yield Reason("summary", "Say in one sentence what people will learn.")
    yield from address_taken(page)
    yield from photos_without_words(page.body)


class CoursePage(LearningPage):
    """A course that people take online, at their own speed. Its address is its slug, straight under the front page."""

    template = "cms/course.html"
    copy_form_class = CopyAsDraft
    exclude_fields_in_copy = ["code"]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ModulePage"]

    code = models.CharField(
        max_length=20,
        blank=True,
        help_text="Short and for ever, such as FOCUS. It stands in reports and exports.",
    )
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence, for lists")
    lede = models.TextField("first words", max_length=600, blank=True)
    certificate_kind = models.CharField(
        "certificate",
        max_length=12,
        choices=[(kind.value, kind.label) for kind in (CertificateKind.COMPLETION, CertificateKind.NONE)],
        default=CertificateKind.COMPLETION,
    )
    watch_percent = models.PositiveSmallIntegerField(
        "how much of a video counts as watching it, in per cent",
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    body = StreamField(PlainBody(), blank=True)
    is_sample = models.BooleanField("sample course", default=False, help_text="Shows a label that says so")

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("lede"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("certificate_kind"), FieldPanel("watch_percent")], heading="When it is done"
        ),
        FieldPanel("is_sample"),
    ]

    class Meta:
        app_label = "cms"
        verbose_name = "course"

    def reasons_against(self) -> Iterator[Reason]:
        yield from reasons_of_course(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return serve_course(self, request)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        made_up = {"course": preview_course(self, mode_name), "body_html": plain_body(self)}
        return {**super().get_preview_context(request, mode_name), **made_up}


class ModulePage(LearningPage):
    """A part of a course: some lessons on one subject."""

    template = "cms/module.html"
    parent_page_types = ["cms.CoursePage"]
    subpage_types = ["cms.LessonPage"]

    summary = models.CharField(max_length=300, blank=True, help_text="One sentence, for lists")
    picture = models.CharField(max_length=20, choices=Picture.choices, default=Picture.DOOR)
    is_free = models.BooleanField(
        "free for everyone",
        default=False,
        help_text="Anybody may take these lessons, also without an account",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("is_free"),
    ]

    class Meta:
        app_label = "cms"
        verbose_name = "module"

    def reasons_against(self) -> Iterator[Reason]:
        if not self.summary:
            yield Reason("summary", "Say in one sentence what this module is about.")
        course = self.above()
        if isinstance(course, CoursePage) and not course.code:
            yield Reason("", f"Give the course “{course.title}” a code first.")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return serve_module(self, request)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        course, module = preview_module(self, mode_name)
        return {**super().get_preview_context(request, mode_name), "course": course, "module": module}


class LessonPage(LearningPage):
    """One lesson. Its address is /lesson/<key>/ wherever it stands in the tree, because messages lead there."""

    template = "cms/lesson.html"
    parent_page_types = ["cms.ModulePage"]
    subpage_types: list[str] = []

    summary = models.CharField(
        max_length=300, blank=True, help_text="What this lesson is good for, in one sentence"
    )
    required = models.BooleanField(default=True, help_text="Counts for finishing the course")
    reading_minutes = models.PositiveSmallIntegerField(
        "minutes it takes to read",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text="For a lesson without a video. A video knows its own length.",
    )
    body = StreamField(LessonBody(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("required"), FieldPanel("reading_minutes")], heading="How it counts"),
    ]

    class Meta:
        app_label = "cms"
        verbose_name = "lesson"

    @property
    def video_id(self) -> int | None:
        """The video in the body, without fetching it."""
        return next((block["value"] for block in raw_blocks(self.body) if block["type"] == "video"), None)

    @property
    def done_by(self) -> DoneBy:
        return DoneBy.WATCHING if self.video_id else DoneBy.READING

    def seconds(self, video_seconds: int | None) -> int:
        """How long the lesson takes, given the length of its video."""
        return video_seconds if self.video_id and video_seconds else self.reading_minutes * 60

    def reasons_against(self) -> Iterator[Reason]:
        blocks = list(raw_blocks(self.body))
        if not blocks:
            yield Reason(
                "body", "Add a video or some text before you publish. There is nothing to learn here yet."
            )
        if any(block["type"] == "video" for block in blocks):
            for words in reasons_against_showing(Video.objects.filter(pk=self.video_id or 0).first()):
                yield Reason("body", words)
        yield from photos_without_words(self.body)
        module = self.above()
        course = module.get_parent().specific if isinstance(module, ModulePage) else None
        if isinstance(course, CoursePage) and not course.code:
            yield Reason("", f"Give the course “{course.title}” a code first.")

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("lesson", args=[self.key])) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its place in the tree may change, so that leads on to its own address."""
        return redirect("lesson", self.key)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **preview_lesson(self, mode_name)}
