"""The timeline of one unit of one learner, from the audit trail of the registration."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from academy.accounts.queries import rows_of
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from courses.qualifications.models import Unit
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import SEEN_BY_LEARNER, SignedAs
from learners.dashboards.timeline_told import Reader
from learners.dashboards.timeline_words import BY_A_TRAINEE, NOT_YET_TOLD, WORDS
from learners.planning.models import PlanTask
from learners.portfolio.models import EvidenceFile, EvidenceItem, WitnessStatement
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.models import DraftLook, Submission
from learners.submissions.states import Outcome

ON_A_PAGE = 50
NOBODY = "Somebody"  # the words of the event went in their time
ITSELF = "The website"
HIDDEN_FROM_LEARNER = frozenset(name for name, told in WORDS.items() if not told.learner)


@dataclass(frozen=True, slots=True)
class Line:
    """One step. words: in the reader's own; why: the reason that was given, where the reader reads it."""

    at: datetime
    action: str
    words: str
    why: str


def reader_of(standing: Standing) -> Reader:
    """In whose words somebody who may see the work reads it."""
    if standing.own:
        return "learner"
    return "assessor" if standing.assesses else "quality"


def timeline(registration: QualRegistration, unit: Unit, *, reader: Reader) -> tuple[Line, ...]:
    """All of it, the newest first."""
    return _lines(registration, unit, _steps(registration, unit, reader), reader)


def timeline_page(
    registration: QualRegistration, unit: Unit, *, reader: Reader, number: str
) -> tuple[Page[Any], tuple[Line, ...]]:
    """One page of it, in a constant number of queries."""
    page: Page[Any] = Paginator(_steps(registration, unit, reader), ON_A_PAGE).get_page(number)
    return page, _lines(registration, unit, list(page.object_list), reader)


def _steps(registration: QualRegistration, unit: Unit, reader: Reader) -> list[int]:
    """The events (ids) that are about this unit and for this reader, the newest first."""
    shown = set(WORDS) - (HIDDEN_FROM_LEARNER if reader == "learner" else set())
    rows = AuditEvent.objects.filter(chain=chain_of(registration), action__in=shown).order_by("-seq")
    found = list(rows.values_list("pk", "object_type", "object_id"))
    kinds = {kind for _, kind, _ in found}
    of_unit = {kind: set(ask(registration, unit)) for kind, ask in OF_UNIT.items() if kind in kinds}
    return [pk for pk, kind, row in found if kind not in of_unit or int(row) in of_unit[kind]]


def _ids(rows: QuerySet[Any]) -> Iterable[int]:
    return rows.values_list("pk", flat=True)


def _linked(unit: Unit, registration: QualRegistration, prefix: str = "") -> Q:
    """Pieces that stand, or stood when they were handed in, for a criterion of this unit."""
    return Q(
        **{
            f"{prefix}links__registration": registration,
            f"{prefix}links__criterion__outcome__unit": unit,
        }
    ) | Q(
        **{
            f"{prefix}handed_in__submission__registration": registration,
            f"{prefix}handed_in__links__criterion__outcome__unit": unit,
        }
    )


# Which rows of a kind are about one unit. A kind that is not here is about every unit.
OF_UNIT: dict[str, Callable[[QualRegistration, Unit], Iterable[int]]] = {
    "submission": lambda of, unit: _ids(
        Submission.objects.filter(registration=of, criteria__criterion__outcome__unit=unit)
    ),
    "draftlook": lambda of, unit: _ids(
        DraftLook.objects.filter(_linked(unit, of, "items__item__"), registration=of)
    ),
    "judgement": lambda of, unit: _ids(
        Judgement.objects.filter(registration=of, drafts__criterion__outcome__unit=unit)
    ),
    "assessorrecord": lambda of, unit: _ids(
        AssessorRecord.objects.filter(registration=of, criteria__criterion__outcome__unit=unit)
    ),
    "unitsignoff": lambda of, unit: _ids(UnitSignoff.objects.filter(registration=of, unit=unit)),
    "allocation": lambda of, unit: _ids(
        Allocation.objects.filter(Q(unit=None) | Q(unit=unit), registration=of)
    ),
    "priorlearningclaim": lambda of, unit: _ids(
        PriorLearningClaim.objects.filter(registration=of, unit=unit)
    ),
    "adjustmentrequest": lambda of, unit: _ids(
        AdjustmentRequest.objects.filter(Q(unit=None) | Q(unit=unit), registration=of)
    ),
    "assessmenthold": lambda of, unit: _ids(
        AssessmentHold.objects.filter(Q(unit=None) | Q(unit=unit), registration=of)
    ),
    "extraattempt": lambda of, unit: _ids(
        ExtraAttempt.objects.filter(registration=of, criterion__outcome__unit=unit)
    ),
    "plantask": lambda of, unit: _ids(
        PlanTask.objects.filter(plan__registration=of).filter(
            Q(criteria=None) | Q(criteria__criterion__outcome__unit=unit)
        )
    ),
    "evidenceitem": lambda of, unit: _ids(EvidenceItem.objects.filter(_linked(unit, of))),
    "evidencefile": lambda of, unit: _ids(EvidenceFile.objects.filter(_linked(unit, of, "item__"))),
    "witnessstatement": lambda of, unit: _ids(
        WitnessStatement.objects.filter(_linked(unit, of, "item__"), registration=of)
    ),
}


def _lines(
    registration: QualRegistration, unit: Unit, steps: Iterable[int], reader: Reader
) -> tuple[Line, ...]:
    rows = AuditEvent.objects.filter(pk__in=list(steps)).select_related("detail").order_by("-seq")
    events = list(rows)
    own = set(rows_of(registration.account).values_list("pk", flat=True)) if reader == "learner" else set()
    more = _more(unit, events, reader)
    return tuple(_line(event, own, _what(event, more), reader) for event in events)


def _what(event: AuditEvent, more: "More") -> str | None:
    """What else is said of it, or of the signature. What was decided stands with the deciding, not with everybody who
    read it.
    """
    if event.object_type == "judgement" and event.action != "judged":
        return ""
    detail = getattr(event, "detail", None)
    if event.action == "unit_signed" and detail:
        return more.get(("signature", str(detail.after.get("signature", ""))))
    return more.get((event.object_type, event.object_id))


def _line(event: AuditEvent, own: set[int], what: str | None, reader: Reader) -> Line:
    """what: more about the row; None for a round that this reader may not hear about yet."""
    told, detail = WORDS[event.action], getattr(event, "detail", None)
    who = (detail.actor_name if detail else NOBODY) or (NOBODY if event.actor_id else ITSELF)
    who = "You" if event.actor_id in own else who
    words = told.to(reader)
    if event.action == "judged" and what is None:
        words, what = NOT_YET_TOLD, ""
    if event.action == "unit_signed" and what:
        words, what = what, ""
    why = detail.reason if detail and (reader != "learner" or told.why) else ""
    return Line(event.at, event.action, words.format(who=who, what=what or ""), why)


More = dict[tuple[str, str], str]


def _more(unit: Unit, events: list[AuditEvent], reader: Reader) -> More:
    """What else there is to say of the rows on this page, kind by kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.object_id.isdigit():
            ids[event.object_type].add(int(event.object_id))
    found: More = {}
    for kind, say in SAID_OF.items():
        if ids[kind]:
            found |= {(kind, str(pk)): words for pk, words in say(ids[kind])}
    if reader == "learner" and ids["unitsignoff"]:
        found |= {("signature", str(pk)): BY_A_TRAINEE for pk in _by_trainees(ids["unitsignoff"])}
    if ids["judgement"]:
        found |= _results(unit, ids["judgement"], reader)
    return found


def _by_trainees(signoffs: set[int]) -> set[int]:
    """The signatures (ids) that needed a countersigner."""
    rows = Signature.objects.filter(signoff__in=signoffs, signed_as=SignedAs.ASSESSOR)
    return set(rows.filter(status__level=AssessorLevel.TRAINEE).values_list("pk", flat=True))


def _results(unit: Unit, ids: set[int], reader: Reader) -> More:
    """What was decided about this unit, round by round. A learner hears of a round once it was released."""
    rounds = Judgement.objects.filter(pk__in=ids)
    if reader == "learner":
        rounds = rounds.filter(state__in=SEEN_BY_LEARNER)
    decided = CriterionDecision.objects.filter(judgement__in=rounds, criterion__outcome__unit=unit)
    by_round: dict[int, dict[str, list[str]]] = {
        pk: defaultdict(list) for pk in rounds.values_list("pk", flat=True)
    }
    rows = decided.order_by("criterion__outcome__number", "criterion__number")
    for pk, outcome, first, second in rows.values_list(
        "judgement_id", "outcome", "criterion__outcome__number", "criterion__number"
    ):
        by_round[pk][outcome].append(f"{first}.{second}")
    return {("judgement", str(pk)): _result(said) for pk, said in by_round.items()}


def _result(said: dict[str, list[str]]) -> str:
    parts = [
        f"{name} {', '.join(said[outcome])}"
        for outcome, name in ((Outcome.MET, "met"), (Outcome.NOT_YET, "not yet met"))
        if said.get(outcome)
    ]
    return f": {'; '.join(parts)}" if parts else ""


def _submissions(ids: set[int]) -> Iterable[tuple[int, str]]:
    rows = Submission.objects.filter(pk__in=ids).values_list("pk", "number")
    return [(pk, f" (hand-in {number})") for pk, number in rows]


def _records(ids: set[int]) -> Iterable[tuple[int, str]]:
    rows = AssessorRecord.objects.filter(pk__in=ids).select_related("item")
    return [(one.pk, f"{one.item.get_kind_display().lower()} of {one.happened_on:%-d %B}") for one in rows]


def _allocations(ids: set[int]) -> Iterable[tuple[int, str]]:
    rows = Allocation.objects.filter(pk__in=ids).select_related("person")
    return [(one.pk, f"{one.person} as {one.get_task_display().lower()}") for one in rows]


def _titles(model: type[PlanTask] | type[EvidenceItem]) -> Callable[[set[int]], Iterable[tuple[int, str]]]:
    return lambda ids: model._default_manager.filter(pk__in=ids).values_list("pk", "title")


SAID_OF: dict[str, Callable[[set[int]], Iterable[tuple[int, str]]]] = {
    "submission": _submissions,
    "assessorrecord": _records,
    "allocation": _allocations,
    "plantask": _titles(PlanTask),
    "evidenceitem": _titles(EvidenceItem),
}
