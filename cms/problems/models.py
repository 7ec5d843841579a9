"""What is wrong with a page, in somebody's words."""

from django.db import models

from academy.shared import clock


class ProblemStatus(models.TextChoices):
    NEW = "new", "New"
    DONE = "done", "Done"


class PageProblem(models.Model):
    """One report. `page` is an address on this site, beginning with a slash; the e-mail address is only for a reply."""

    page = models.CharField("address of the page", max_length=300)
    words = models.TextField("what is wrong", max_length=2000)
    email = models.EmailField("where to reply", blank=True)
    reported_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=5, choices=ProblemStatus.choices, default=ProblemStatus.NEW)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "cms"
        ordering = ["status", "-reported_at", "-pk"]
        verbose_name = "problem with a page"
        verbose_name_plural = "problems with pages"
        indexes = [models.Index(fields=["status", "-reported_at"], name="page_problem_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="new", done_at__isnull=True)
                | models.Q(status="done", done_at__isnull=False),
                name="page_problem_done_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.words[:60]}"
