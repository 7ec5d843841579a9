"""The faces of feedback, for the learner."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.roles import Role
from learners.assessment.models import Judgement
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.cast import hold, person
from tests.journeys.stop import Stop
from tests.learners import judging, qualifying
from tests.learners.submissions.work import recording

LONG = "Averyveryverylongnextstepwithoutaspaceinitthathastobreaksomewhere " * 2


def feedback_stops(town: Any) -> Iterator[Stop]:
    lena, mona, hub = town.people["lena"], town.people["mona"], town.people["grace"].hub
    hers = qualifying.under_way(lena, hub, mona)
    at = reverse("feedback-list", args=[hers.token])
    yield Stop("feedback, nothing yet", at, who="lena")
    judge = qualifying.assessor(person("Jude Judge", hub=hub), mona)
    hold(judge, Role.ASSESSOR, hub)
    qualifying.allocated(hers, judge)
    first, *_, last = judging.criteria_of(hers)
    made = judging.judged(hers, judge, criteria=[first])
    told(made, met=[first])
    again = judging.judged(hers, judge, Outcome.NOT_YET, criteria=[last], spoken=recording(lena))
    told(again, not_yet=[last], next_step=LONG)
    yield Stop("feedback, the list", at, who="lena", wide=True)
    yield Stop("feedback, met", reverse("feedback", args=[made.token]), who="lena")
    yield Stop(
        "feedback, not yet, spoken too", reverse("feedback", args=[again.token]), who="lena", wide=True
    )
    yield Stop("feedback, refused", reverse("feedback", args=[again.token]), who="colin", status=403)


def told(judgement: Judgement, met: Any = (), not_yet: Any = (), next_step: str = "One more talk.") -> None:
    """The answers of this round, as releasing it leaves them."""
    of = {"registration": judgement.registration, "released_at": judgement.released_at}
    for one in met:
        CriterionAnswer.objects.create(
            criterion=one, submission=judgement.submission, outcome=Outcome.MET, **of
        )
    for one in not_yet:
        facts = {"outcome": Outcome.NOT_YET, "next_step": next_step, **of}
        CriterionAnswer.objects.create(criterion=one, submission=judgement.submission, **facts)
