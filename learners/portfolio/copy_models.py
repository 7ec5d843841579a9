"""A copy of somebody's whole portfolio, which they asked for themselves."""

from django.db import models
from django.db.models import Q

from academy.shared.work import Work


class PortfolioCopy(Work):
    """One zip file for its owner, `asked_by`. `file`: its name below MEDIA_ROOT, once it is made; `size` in bytes."""

    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "learners"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=Q(finished_at__isnull=True),
                name="portfolio_copy_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"portfolio of {self.asked_by_id}"
