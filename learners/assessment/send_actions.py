"""Words to the learner that are not sent yet. The registration is the root."""

from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.assessment.actions import locked_round
from learners.assessment.deciding import Feedback
from learners.assessment.drafts import LONGEST_STEP, LONGEST_WORDS, enforce_told
from learners.assessment.models import Judgement
from learners.assessment.policies import may_save
from learners.assessment.taking import held_until


@transaction.atomic
def keep_feedback(
    *,
    judgement_id: int,
    words: str,
    next_step: str,
    next_by: date | None,
    by: Account,
    now: datetime,
    told: str,
) -> Judgement:
    """Keep what the assessor has written so far, so that it is there when they come back. They hold it for longer.

    told: of drafts.told_in, as the page showed it. Raises Stale when other words were kept since.
    """
    judgement = locked_round(judgement_id)
    may_save(by, judgement, now=now).enforce()
    if len(words) > LONGEST_WORDS or len(next_step) > LONGEST_STEP:
        raise Refused("This is longer than there is room for. Make it shorter, then save again.")
    enforce_told(judgement, Feedback(words.strip(), next_step.strip(), next_by, None), told)
    judgement.words, judgement.next_step, judgement.next_by = words.strip(), next_step.strip(), next_by
    judgement.held_until = held_until(now)
    judgement.save(update_fields=["words", "next_step", "next_by", "held_until"])
    return judgement
