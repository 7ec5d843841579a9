"""Confirming what a trainee judged, sending it back, and naming who does it. The registration is the root."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.rulings import Refused
from courses.qualifications.staff_queries import status_on
from learners.adjustments.claim_actions import settle as settle_claims
from learners.assessment.actions import locked_round, moved
from learners.assessment.countersign_policies import (
    can_countersign,
    may_countersign,
    may_name_countersigner,
    stands_firm,
)
from learners.assessment.deciding import confirm
from learners.assessment.digests import digest_of_countersignature
from learners.assessment.models import Countersignature, Judgement
from learners.assessment.settling import settle_submission
from learners.assessment.signoff_policies import may_sign_by
from learners.assessment.states import Countersigned, DecisionState, JudgementState
from learners.assessment.taking import follow_on

J = JudgementState
LONGEST = 2000


@transaction.atomic
def countersign(
    *,
    judgement_id: int,
    confirmed: bool,
    words: str,
    about: Collection[int],
    how: str,
    by: Account,
    now: datetime,
) -> Judgement:
    """Confirm it, so that it goes to the learner, or send it back: the trainee goes on in a new round.

    about: the criteria (ids) that it is sent back for. Pressing twice signs once.
    """
    judgement = locked_round(judgement_id)
    if _signed_already(judgement, by, confirmed):
        return judgement
    may_countersign(by, judgement, now=now).enforce()
    may_sign_by(how).enforce()
    if confirmed:
        stands_firm(judgement).enforce()
    else:
        _check_words(judgement, words, about)
    signed = _sign(judgement, confirmed, words, about, how=how, by=by, now=now)
    if confirmed:
        confirm(judgement, now=now)
    else:
        _send_back(judgement, now=now)
    settle_submission(judgement.submission, now=now)
    what = "countersigned" if confirmed else "sent_back"
    moved(judgement, what, by=by, now=now, reason=signed.words, after=_facts(judgement, signed))
    settle_claims(registration=judgement.registration, by=by, now=now)
    enqueue("learners.reminders.send_due", kind="feedback_given" if confirmed else "sent_back")
    return judgement


@transaction.atomic
def name_countersigner(*, judgement_id: int, person: Account, by: Account, now: datetime) -> None:
    """Ask somebody else to countersign a round that waits. The same person again changes nothing."""
    judgement = locked_round(judgement_id)
    may_name_countersigner(by, judgement, now=now).enforce()
    can_countersign(person, judgement, now=now).enforce()
    before = judgement.countersigner_id
    if before == person.pk:
        return
    judgement.countersigner = person
    judgement.save(update_fields=["countersigner"])
    after = {"number": judgement.number, "countersigner": person.pk}
    moved(judgement, "countersigner_named", by=by, now=now, before={"countersigner": before}, after=after)
    enqueue("learners.reminders.send_due", kind="to_countersign")


def _send_back(judgement: Judgement, *, now: datetime) -> None:
    """Its decisions never count; the assessor goes on in a new round."""
    waiting = judgement.decisions.filter(state=DecisionState.AWAITING)
    waiting.update(state=DecisionState.SUPERSEDED, ended_at=now)
    judgement.state = J.SENT_BACK
    judgement.save(update_fields=["state"])
    follow_on(judgement, now=now)


def _facts(judgement: Judgement, signed: Countersignature) -> dict[str, Any]:
    return {
        "number": judgement.number,
        "countersignature": signed.pk,
        "outcome": signed.outcome,
        "about": signed.about,
        "digest": signed.digest,
        "signed_how": signed.signed_how,
    }


def _signed_already(judgement: Judgement, by: Account, confirmed: bool) -> bool:
    """By the same person, to the same end."""
    signed = Countersignature.objects.filter(judgement=judgement).select_related("countersigner").first()
    if signed is None or signed.countersigner.person_id != by.person_id:
        return False
    return (signed.outcome == Countersigned.CONFIRMED) == confirmed


def _check_words(judgement: Judgement, words: str, about: Collection[int]) -> None:
    if not words.strip():
        raise Refused("Write to the assessor what they should look at again, and why.")
    known = set(judgement.decisions.values_list("criterion", flat=True))
    if not set(about) or not set(about) <= known:
        raise Refused("Choose at least one criterion that it is sent back for.")


def _sign(
    judgement: Judgement,
    confirmed: bool,
    words: str,
    about: Collection[int],
    *,
    how: str,
    by: Account,
    now: datetime,
) -> Countersignature:
    status = status_on(by, london_date(now))
    if status is None:
        raise Refused(f"{by} is not in the staff file as an assessor. The Academy manager records it.")
    if len(words.strip()) > LONGEST:
        raise Refused(f"Your words are longer than {LONGEST} characters. Make them shorter.")
    made = Countersignature(
        judgement=judgement,
        outcome=Countersigned.CONFIRMED if confirmed else Countersigned.SENT_BACK,
        words=words.strip(),
        about=[] if confirmed else sorted(set(about)),
        countersigner=by,
        name=by.full_name,
        status=status,
        signed_how=how,
        signed_at=now,
    )
    made.digest = digest_of_countersignature(made)
    made.save(force_insert=True)
    return made
