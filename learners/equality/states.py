"""What can be told of where one lives and how one heard of us."""

from django.db import models

RATHER_NOT = "rather_not"


class Where(models.TextChoices):
    """Whether somebody said where they live."""

    TOLD = "told", "said where"
    RATHER_NOT = RATHER_NOT, "prefers not to say"


class Heard(models.TextChoices):
    """How somebody heard of the course."""

    FRIEND = "friend", "A friend, a neighbour or family"
    HUB = "hub", "The hub, or another group near me"
    POSTER = "poster", "A poster, a leaflet or a letter"
    SOCIAL = "social", "Social media"
    WEB = "web", "A search on the web"
    NEWS = "news", "The news, radio or television"
    WORK = "work", "Work, college or the Jobcentre"
    OTHER = "other", "In another way"
    RATHER_NOT = RATHER_NOT, "Prefer not to say"


class About(models.TextChoices):
    """What figures are about."""

    BACKGROUND = "background", "Where people live, and how they heard"
    EQUALITY = "equality", "Who people are"
