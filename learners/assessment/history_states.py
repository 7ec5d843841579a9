"""Where rounds, decisions, records and what the learner was told stand, against the steps that the chain tells."""

from collections.abc import Iterator
from datetime import datetime

from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.digests import digest_of_countersignature
from learners.assessment.history_told import Link, Told, same_moment
from learners.assessment.models import SENT, Countersignature, CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import DecisionState
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import Outcome, SubmissionState

UNTOLD = "the audit trail knows nothing of it."
OTHERWISE = "it stands otherwise than the audit trail says"
DIGEST = "its digest is another one than the audit trail has."
RETURNED = SubmissionState.RETURNED_UNASSESSED
READ = SubmissionState.ACKNOWLEDGED
COUNTING = ("record_confirmed", "record_met_silence")


def changed_steps(registration: QualRegistration, told: Told) -> Iterator[str]:
    """In words, every row that is not where its steps have brought it."""
    for submission in registration.submissions.order_by("number"):
        for words in _submission(submission, told):
            yield f"Hand-in {submission.number}: {words}"
    rounds = list(registration.judgements.select_related("status").order_by("number"))
    for round_ in rounds:
        for words in _round(round_, told):
            yield f"Judgement {round_.number}: {words}"
    for record in AssessorRecord.objects.filter(registration=registration).order_by("pk"):
        for words in _record(record, told):
            yield f"The record of {record.happened_on:%-d %B %Y} ({record.pk}): {words}"
    yield from _decisions(registration, told, rounds)


def _submission(made: Submission, told: Told) -> Iterator[str]:
    given = told.about("submission", made.pk, "handed_in")
    back = told.about("submission", made.pk, "returned_unassessed")
    if not given:
        if made.submitted_at is not None:
            yield UNTOLD
        return
    if not same_moment(made.submitted_at, given[0].at):
        yield f"{OTHERWISE}: it was handed in on {given[0].at:%-d %B %Y}."
    if not given[0].wordless and given[0].after.get("digest") != made.digest:
        yield DIGEST
    if bool(back) != (made.state == RETURNED):
        yield f"{OTHERWISE} ({made.state})."
    if back and not same_moment(made.returned_at, back[-1].at):
        yield f"{OTHERWISE}: it was given back on {back[-1].at:%-d %B %Y}."
    if back and not back[-1].wordless and back[-1].reason != made.returned_words:
        yield "why it was given back is not what the audit trail says."
    if made.released_at or made.state == READ:
        ids = set(Judgement.objects.filter(submission=made).values_list("pk", flat=True))
        about = [one for one in told.links if one.kind == "judgement" and one.pk in ids]
        sent = [one.at for one in about if one.action in ("judged", "countersigned")]
        if not any(same_moment(made.released_at, at) for at in sent):
            yield f"{OTHERWISE}: nothing about it was sent to the learner then."
        if made.state == READ and not any(one.action == "feedback_read" for one in about):
            yield f"{OTHERWISE} ({made.state})."


def _round(round_: Judgement, told: Told) -> Iterator[str]:
    links = told.about("judgement", round_.pk)
    sent = told.about("judgement", round_.pk, "judged")
    if not links and round_.follows_id is None or round_.state in SENT and not sent:
        yield UNTOLD
        return
    wordless = bool(sent) and sent[0].wordless
    should = told.state("judgement", round_.pk) or ("" if wordless else "open")
    if should and round_.state != should:
        yield f"{OTHERWISE} ({round_.state}, not {should})."
    if not sent:
        return
    if not wordless and sent[0].after.get("digest") != round_.digest:
        yield DIGEST
    if not same_moment(round_.released_at, _released(round_, told)):
        yield f"{OTHERWISE}: when the learner got it is not what it was."
    read = told.about("judgement", round_.pk, "feedback_read")
    if not same_moment(round_.acknowledged_at, read[-1].at if read else None):
        yield f"{OTHERWISE}: when the learner read it is not what it was."
    if read and read[-1].after.get("words", round_.learner_words) != round_.learner_words:
        yield "what the learner said to it is not what the audit trail says."
    named = told.last("judgement", round_.pk, ["judged", "countersigner_named"], "countersigner")
    if not wordless and named != round_.countersigner_id:
        yield f"{OTHERWISE}: somebody else was asked to countersign it."
    yield from _countersigned(round_, told)


def _countersigned(round_: Judgement, told: Told) -> Iterator[str]:
    links = told.about("judgement", round_.pk, "countersigned", "sent_back")
    signed = Countersignature.objects.filter(judgement=round_).select_related("judgement").first()
    if signed is None:
        if links:
            yield "the audit trail speaks of its countersignature, and it is not there any more."
        return
    if not links:
        yield f"its countersignature: {UNTOLD}"
        return
    digest = digest_of_countersignature(signed)
    same = links[0].wordless or links[0].after.get("digest") == digest
    if (
        not same
        or signed.digest not in ("", digest)
        or signed.countersigner_id != links[0].by
        or not same_moment(signed.signed_at, links[0].at)
    ):
        yield "the countersignature is not what was signed."


def _released(round_: Judgement, told: Told) -> datetime | None:
    trainee = round_.status is not None and round_.status.level == AssessorLevel.TRAINEE
    links = told.about("judgement", round_.pk, "countersigned" if trainee else "judged")
    return links[0].at if links else None


def _record(record: AssessorRecord, told: Told) -> Iterator[str]:
    if not told.about("assessorrecord", record.pk):
        yield UNTOLD
        return
    if record.state != (should := told.state("assessorrecord", record.pk)):
        yield f"{OTHERWISE} ({record.state}, not {should})."
    links = [
        one
        for one in told.about("assessorrecord", record.pk, *COUNTING)
        if one.action == "record_confirmed" or one.wordless or one.after.get("counts")
    ]
    sure = [one for one in links if one.action == "record_confirmed" or not one.wordless]
    if record.counted_at is None:
        if sure:
            yield f"{OTHERWISE}: it counts since {sure[0].at:%-d %B %Y}."
        return
    if not any(same_moment(record.counted_at, one.at) for one in links):
        yield f"{OTHERWISE}: it did not begin to count then."
    digests = [one.after["digest"] for one in links if one.after.get("digest")]
    if digests and digests[-1] != record.digest:
        yield DIGEST
    queried = told.last("assessorrecord", record.pk, ["record_queried"], "words")
    if queried is not None and queried != record.query:
        yield "what the learner sees differently is not what the audit trail says."


def _decisions(registration: QualRegistration, told: Told, rounds: list[Judgement]) -> Iterator[str]:
    """Each decision counts from the link that made it count until the next about the same criterion."""
    numbers = {one.pk: one.number for one in rounds}
    places = {id(link): place for place, link in enumerate(told.links)}
    rows = CriterionDecision.objects.filter(registration=registration).order_by("pk")
    counting: dict[int, list[tuple[int, Link, CriterionDecision]]] = {}
    should: dict[int, tuple[str, datetime | None, datetime | None]] = {}
    for one in rows:
        if (link := _counts_by(one, told)) is not None:
            counting.setdefault(one.criterion_id, []).append((places[id(link)], link, one))
            continue
        back = told.about("judgement", one.judgement_id, "sent_back")
        should[one.pk] = (
            (DecisionState.SUPERSEDED, None, back[0].at) if back else (DecisionState.AWAITING, None, None)
        )
    answers = []
    for among in counting.values():
        among.sort(key=lambda row: (row[0], row[2].pk))
        for (_, link, one), after in zip(among, [*among[1:], None], strict=True):
            ended = after[1].at if after is not None else None
            should[one.pk] = (DecisionState.SUPERSEDED if after else DecisionState.CONFIRMED, link.at, ended)
            answers.append(_answer(one, link.at, ended))
    for one in rows.select_related("criterion__outcome__unit"):
        state, confirmed_at, ended_at = should[one.pk]
        same = same_moment(one.confirmed_at, confirmed_at) and same_moment(one.ended_at, ended_at)
        if one.state != state or not same:
            about = one.criterion
            code = f"{about.outcome.unit.number}.{about.outcome.number}.{about.number}"
            yield f"Judgement {numbers[one.judgement_id]}: the decision about {code}: {OTHERWISE} ({one.state})."
    kept = CriterionAnswer.objects.filter(registration=registration)
    if sorted(_answer(one, one.released_at, one.ended_at) for one in kept) != sorted(answers):
        yield "What the learner was told about the criteria is not what was decided."


def _counts_by(one: CriterionDecision, told: Told) -> Link | None:
    """The link by which it began to count; None: it never did."""
    trainee = one.level == AssessorLevel.TRAINEE
    links = told.about("judgement", one.judgement_id, "countersigned" if trainee else "judged")
    return links[0] if links else None


def _answer(
    one: CriterionDecision | CriterionAnswer, at: datetime, ended: datetime | None
) -> tuple[object, ...]:
    """As it can be compared and sorted."""
    next_step = one.next_step if one.outcome == Outcome.NOT_YET else ""
    return (
        one.criterion_id,
        str(one.outcome),
        next_step,
        int(at.timestamp()),
        int(ended.timestamp()) if ended else 0,
    )
