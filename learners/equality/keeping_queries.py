"""What of what people told is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet

from learners.equality.models import Background, EqualityAnswers

# nobody knows on which day of the month
ITS_END = ExpressionWrapper(F("month") + timedelta(days=31), output_field=DateTimeField())


def equality_answers() -> QuerySet[EqualityAnswers]:
    """From the end of the month in which they were given."""
    return EqualityAnswers.objects.annotate(kept_from=ITS_END)


def paper_slips() -> QuerySet[Background]:
    """What stood on slips of nobody in particular, from the end of the month. A person's own is theirs to delete."""
    return Background.objects.filter(account__isnull=True).annotate(kept_from=ITS_END)
