"""What was handed in, for the learner, and for those who assess or check it: with whether they can judge it now."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from academy.accounts.models import Account
from academy.accounts.views import me
from academy.shared import clock
from academy.shared.rulings import Ruling
from learners.assessment.models import Judgement
from learners.assessment.policies import CLAIMABLE, may_claim
from learners.assessment.states import JudgementState
from learners.registrations.standing import Standing, standing_of
from learners.submissions.models import Submission
from learners.submissions.policies import may_return, units_in, units_seen
from learners.submissions.reading_actions import open_submission
from learners.submissions.states import SubmissionState
from learners.submissions.submission_queries import handed
from learners.submissions.submission_views import submission_at
from learners.submissions.verify_queries import changed_words


@login_required
@require_safe
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """As it was when it was handed in, where it stands, and who is next."""
    now, made = clock.now(), submission_at(token)
    on = clock.london_date(now)
    made = open_submission(submission_id=made.pk, by=me(request), now=now)
    if made.state == SubmissionState.DRAFT:
        return redirect("hand-in-check", token=made.registration.token)
    standing = standing_of(me(request), made.registration, on=on)
    mine = bool(units_in(made) & standing.assesses)
    words = {
        "made": made,
        "registration": made.registration,
        "handed": handed(made, own=standing.own, reader=me(request), units=units_seen(standing)),
        "own": standing.own,
        "mine": mine,
        "may_return": may_return(me(request), made, on=on, standing=standing),
        "judging": _judging(me(request), made, standing, now) if mine and not standing.own else None,
        "begun": mine and _begun(me(request), made),
        "changed": changed_words(made),
    }
    return render(request, "learners/submissions/submission.html", words)


def _judging(by: Account, made: Submission, standing: Standing, now: datetime) -> Ruling | None:
    """Whether they can take it to judge it; None where nobody is to judge it."""
    return may_claim(by, made, now=now, standing=standing) if made.state in CLAIMABLE else None


def _begun(by: Account, made: Submission) -> bool:
    """They have it already."""
    rounds = Judgement.objects.filter(submission=made, state=JudgementState.OPEN, drafts__open=True)
    return rounds.filter(assessor__in=[by.pk, by.person_id]).exists()
