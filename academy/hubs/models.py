"""Social Action Hubs."""

from django.db import models
from django.db.models import Q

from academy.hubs.states import PUBLIC, HubStatus


class HubQuerySet(models.QuerySet["Hub"]):
    def public(self) -> "HubQuerySet":
        """Those that the public may see, by name."""
        return self.filter(status__in=PUBLIC).order_by("name")


class Hub(models.Model):
    """One Social Action Hub. Latitude and longitude in degrees (WGS 84)."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    town = models.CharField(max_length=80)
    region = models.CharField(max_length=80)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, choices=HubStatus.choices, default=HubStatus.PROSPECTIVE)
    is_sample = models.BooleanField(default=False)
    contact_email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    about = models.TextField(blank=True)
    opening_words = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=40, default="Europe/London")

    objects = HubQuerySet.as_manager()

    class Meta:
        app_label = "academy"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(49, 61), longitude__range=(-9, 2)),
                name="hub_stands_in_britain",
            ),
            models.CheckConstraint(condition=Q(status__in=HubStatus.values), name="hub_status_known"),
        ]

    def __str__(self) -> str:
        return self.name
