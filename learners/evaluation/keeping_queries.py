"""What of answers is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, Q, QuerySet

from learners.evaluation.models import Evaluation, FollowUp


def evaluations() -> QuerySet[Evaluation]:
    """Those with a name or words, from the end of the dates."""
    telling = Q(said_by__isnull=False) | ~Q(helped="", better="", in_the_way="")
    return Evaluation.objects.filter(telling).annotate(kept_from=F("form__cohort__ends_at"))


def follow_ups() -> QuerySet[FollowUp]:
    """Those with a name or words, from the end of the dates."""
    telling = Q(said_by__isnull=False) | ~Q(story="", would_help="")
    return FollowUp.objects.filter(telling).annotate(kept_from=F("form__cohort__ends_at"))
