"""Who gets what among the messages of some dates."""

from learners.reminders.models import CohortLetter
from tests.access.addresses import RUN_BY, Rows, only
from tests.access.world import World


def of_cohort(world: World) -> tuple[int]:
    return (world.dates.pk,)


def of_kind(world: World) -> tuple[int, str]:
    """How to get to the dates at Harbour Road."""
    return (world.dates.pk, "joining_instructions")


def of_letter(world: World) -> tuple[int, str]:
    """A draft to everybody on the dates at Harbour Road."""
    made, _ = CohortLetter.objects.get_or_create(
        cohort=world.dates,
        defaults={
            "title": "Another room",
            "words": "Next door.",
            "written_by": world.cast.trainer,
            "written_at": world.dates.made_at,
        },
    )
    return (world.dates.pk, made.token)


DATE_MESSAGES: Rows = {
    "cohort-messages": only(*RUN_BY, args=of_cohort),
    "cohort-letter-new": only(*RUN_BY, args=of_cohort),
    "cohort-letter": (
        only(*RUN_BY, args=of_letter),
        only(*RUN_BY, status=302, args=of_letter, data={"did": "send"}),
    ),
    "cohort-letter-change": only(*RUN_BY, args=of_letter),
    "cohort-kind": (
        only(*RUN_BY, args=of_kind),
        only(*RUN_BY, status=302, args=of_kind, data={"days": "7", "hour": "10"}),
    ),
    "cohort-kind-send": (
        only(*RUN_BY, args=of_kind),
        only(*RUN_BY, status=302, args=of_kind, data={}),
    ),
    "cohort-kind-sent": only(*RUN_BY, args=of_kind),
}
