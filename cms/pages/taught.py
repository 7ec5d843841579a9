"""A course with other people: what it is, and its next dates. What is published is a fact in courses.catalogue."""

from collections.abc import Iterator
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from academy.shared import clock
from cms.blocks.lesson import PlainBody
from cms.pages.body import kept, plain_body
from cms.pages.courses import LearningPage, reasons_of_course
from cms.pages.publishing import CopyAsDraft, Reason
from cms.pages.serving import not_ready, revision_of
from courses.catalogue.kinds import CertificateKind, CourseKind
from courses.catalogue.models import Course
from learners.enrolments.dates_queries import next_dates

MOST_OUTCOMES, OUTCOME_LONG = 6, 120
KINDS = (CourseKind.INTRO, CourseKind.FOLLOW_ON)


class TaughtCoursePage(LearningPage):
    """A course that happens at a hub or online, on dates. Its address is its slug, straight under the front page."""

    template = "cms/taught_course.html"
    copy_form_class = CopyAsDraft
    exclude_fields_in_copy = ["code"]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    preview_modes = Page.DEFAULT_PREVIEW_MODES

    code = models.CharField(
        max_length=20,
        blank=True,
        help_text="Short and for ever, such as INTRO. It stands in reports and exports.",
    )
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in KINDS], default=CourseKind.INTRO
    )
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence, for lists")
    lede = models.TextField("first words", max_length=600, blank=True)
    certificate_kind = models.CharField(
        "certificate",
        max_length=12,
        choices=[(kind.value, kind.label) for kind in (CertificateKind.ATTENDANCE, CertificateKind.NONE)],
        default=CertificateKind.ATTENDANCE,
    )
    min_for_certificate = models.PositiveSmallIntegerField(
        "how many people must have been there for certificates",
        null=True,
        blank=True,
        help_text="Leave empty for any number",
    )
    min_age = models.PositiveSmallIntegerField(
        "from what age", null=True, blank=True, help_text="On the first day. Leave empty for any age"
    )
    consent_below = models.PositiveSmallIntegerField(
        "under what age a parent or guardian has to agree",
        default=18,
        validators=[MinValueValidator(0), MaxValueValidator(18)],
    )
    prior = models.CharField(
        "courses that help before",
        max_length=200,
        blank=True,
        help_text="Their codes, with commas. Nobody is kept out.",
    )
    outcomes = models.TextField(
        "what people can do afterwards",
        max_length=1000,
        blank=True,
        help_text="One a line, six at most, each to follow “I can”. When the course is over, people say how sure they "
        "are of each, before and after.",
    )
    body = StreamField(PlainBody(), blank=True)
    is_sample = models.BooleanField("sample course", default=False, help_text="Shows a label that says so")

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("lede"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("min_age"), FieldPanel("consent_below"), FieldPanel("prior")], heading="Who it is for"
        ),
        FieldPanel("outcomes"),
        MultiFieldPanel(
            [FieldPanel("certificate_kind"), FieldPanel("min_for_certificate")], heading="What people get"
        ),
        FieldPanel("is_sample"),
    ]

    class Meta:
        app_label = "cms"
        verbose_name = "course with other people"
        verbose_name_plural = "courses with other people"

    @property
    def prior_codes(self) -> tuple[str, ...]:
        """The codes of courses that help before."""
        return tuple(dict.fromkeys(code.strip() for code in self.prior.split(",") if code.strip()))

    @property
    def outcome_texts(self) -> tuple[str, ...]:
        """What people can do afterwards, one by one."""
        return tuple(dict.fromkeys(line.strip() for line in self.outcomes.splitlines() if line.strip()))

    def reasons_against(self) -> Iterator[Reason]:
        yield from reasons_of_course(self)
        known = set(Course.objects.filter(code__in=self.prior_codes).values_list("code", flat=True))
        for code in self.prior_codes:
            if code not in known:
                yield Reason("prior", f"There is no course with the code {code}. Check it, or take it away.")
        if len(self.outcome_texts) > MOST_OUTCOMES:
            yield Reason(
                "outcomes", f"These are more than {MOST_OUTCOMES}. Nobody answers so many questions."
            )
        if any(len(text) > OUTCOME_LONG for text in self.outcome_texts):
            yield Reason("outcomes", f"Say each in {OUTCOME_LONG} letters or fewer.")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the dates of this moment, so that nothing of it may be kept for the next visitor."""
        course = Course.objects.filter(key=self.key, published=True).first()
        if course is None:
            return not_ready(request, self.title)
        body = kept("taught", self.pk, revision_of(self), lambda: plain_body(self))
        words = {"page": self, "body_html": body, "dates": next_dates(course, now=clock.now()), "helps": ()}
        words["helps"] = tuple(course.recommended_prior.filter(published=True).values_list("title", "slug"))
        response = render(request, self.template, words)
        response["Cache-Control"] = "private, no-cache"
        return response

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        made_up = {"body_html": plain_body(self), "dates": (), "helps": ()}
        return {**super().get_preview_context(request, mode_name), **made_up}
