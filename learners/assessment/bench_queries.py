"""One round of judging as its page shows it: the criteria in their order, how far each is, and who is next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from academy.shared.working_days import working_days_between
from academy.templating import date_words
from courses.qualifications.models import Unit
from courses.qualifications.staff_queries import countersigner_on
from courses.qualifications.states import Method
from learners.adjustments.queries import Ways, ways_of
from learners.assessment.bench_drafts import LABELS, Left, Words, drafts_of, let_go
from learners.assessment.evidence_queries import Shelf, shelf_of
from learners.assessment.judge_forms import checks_in_words
from learners.assessment.models import Countersignature, CriterionDecision, DraftDecision, Judgement
from learners.assessment.policies import CLOSED
from learners.assessment.ready_queries import for_rules
from learners.assessment.rules import Problem, problems_of
from learners.assessment.states import Countersigned, DecisionState, JudgementState
from learners.assessment.viewer_queries import Piece, strip
from learners.registrations.standing import Standing
from learners.submissions.states import Outcome

J = JudgementState
WAITS = (J.COUNTERSIGN, J.SENT_BACK)
TAGS: Mapping[str, str] = {Outcome.MET: "done", Outcome.NOT_YET: "now"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A decision about the same criterion from before. state: where it does not count any more, or not yet."""

    outcome: str
    day: date
    who: str
    state: str
    rationale: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion. number: as people say it. label, tag: how far it is. summary: what was written, or what is there.
    trouble: what is still missing, where something was written. left: what others wrote and let go. asked: a
    countersigner sent the round back for it. previous, next: ids, empty at the ends.
    """

    pk: int
    number: str
    text: str
    prescribed: tuple[str, ...]
    label: str
    tag: str
    summary: str
    trouble: str
    problems: tuple[Problem, ...]
    outcome: str
    complete: bool
    earlier: tuple[Earlier, ...]
    left: tuple[Left, ...]
    asked: bool
    draft: Words | None
    previous: int | None
    next: int | None

    @property
    def prescribed_words(self) -> str:
        return " or ".join(Method(one).label for one in self.prescribed)


@dataclass(frozen=True, slots=True)
class Bench:
    """open: the criterion that is open, if any. steps: (title, why, state) of who was, is and will be next. sent_back:
    what a countersigner said to this round, or to the one that it goes on from."""

    judgement: Judgement
    path: str
    units: tuple[Unit, ...]
    criteria: tuple[Row, ...]
    open: Row | None
    draft: DraftDecision | None
    pieces: tuple[Piece, ...]
    shelf: Shelf
    steps: tuple[tuple[str, str, str], ...]
    since: str
    shown_key: str = ""
    adjustments: tuple[str, ...] = ()
    sent_back: Countersignature | None = None

    @property
    def met(self) -> int:
        return sum(one.complete and one.outcome == Outcome.MET for one in self.criteria)

    @property
    def not_yet(self) -> int:
        return sum(one.complete and one.outcome == Outcome.NOT_YET for one in self.criteria)

    @property
    def to_judge(self) -> int:
        return sum(not one.complete for one in self.criteria)

    @property
    def ordered(self) -> tuple[Piece, ...]:
        """Those for the open criterion first."""
        pk = self.open.pk if self.open else None
        return tuple(sorted(self.pieces, key=lambda one: pk not in one.shows))

    def address(self, piece: str, file: int = 1, page: int = 1) -> str:
        """Of this page with this piece open."""
        asked = {
            "piece": piece,
            **({"file": file} if file > 1 else {}),
            **({"page": page} if page > 1 else {}),
        }
        return f"{self.path}?{urlencode(asked, safe=':')}#evidence"


def bench_of(judgement: Judgement, *, path: str, criterion: int | None, today: date) -> Bench:
    """Nine queries, however many criteria and pieces. criterion: the one to open; None: the first that is to be judged.

    Raises LookupError where it does not belong to this round.
    """
    drafts, left = drafts_of(judgement, criterion)
    units = _units(drafts)
    decisions = _decisions(judgement, drafts)
    decided = {pk: last for pk, made in decisions.items() if (last := _last_before(judgement, made))}
    ways = ways_of(judgement.registration)
    shelf = shelf_of(judgement.registration, [one.pk for one in units], decided, ways.prior)
    said = _sent_back(judgement)
    rows = tuple(_rows(judgement, drafts, left, shelf, decisions, said.about if said else ()))
    here = _open(rows, criterion)
    return Bench(
        judgement=judgement,
        path=path,
        units=units,
        criteria=rows,
        open=here,
        draft=next((one for one in drafts if here and one.criterion_id == here.pk), None),
        pieces=strip(shelf, judgement),
        shelf=shelf,
        steps=_steps(judgement, _second(judgement, today)),
        since=_since(judgement, today),
        adjustments=tuple(_helps(ways, units)),
        sent_back=said,
    )


def at_work(by: Account, judgement: Judgement, standing: Standing, units: Iterable[Unit]) -> bool:
    """Whether this is their own round, of units that they were given for this learner: nothing stands between."""
    own = judgement.assessor.person_id == by.person_id
    given = all(standing.assesses_unit(one) for one in units)
    return own and given and bool(units) and not standing.own


def writes(by: Account, bench: Bench) -> Ruling:
    """Whether the page has a form. What the staff file says, and the hub, is asked when something is saved."""
    judgement = bench.judgement
    if judgement.assessor.person_id != by.person_id:
        return Ruling.no(f"{judgement.assessor} judges this. Only they write here.")
    if judgement.state != J.OPEN or not bench.criteria:
        return Ruling.no(CLOSED[judgement.state if judgement.state != J.OPEN else J.LEFT])
    if bench.draft is not None and not bench.draft.open:
        return Ruling.no("Somebody else has taken this criterion since. What you had saved is kept, to read.")
    return Ruling.yes()


def _units(drafts: Iterable[DraftDecision]) -> tuple[Unit, ...]:
    found = {one.criterion.outcome.unit_id: one.criterion.outcome.unit for one in drafts}
    return tuple(found.values())


def _decisions(judgement: Judgement, drafts: Iterable[DraftDecision]) -> dict[int, list[CriterionDecision]]:
    """By criterion, the newest first."""
    rows = CriterionDecision.objects.filter(
        registration=judgement.registration_id, criterion__in=[one.criterion_id for one in drafts]
    )
    found: dict[int, list[CriterionDecision]] = {}
    for one in rows.order_by("-decided_at", "-pk"):
        found.setdefault(one.criterion_id, []).append(one)
    return found


def _last_before(judgement: Judgement, made: Iterable[CriterionDecision]) -> datetime | None:
    """When it was decided last before this round."""
    at = judgement.decided_at
    before = (one.decided_at for one in made if one.judgement_id != judgement.pk)
    return next((moment for moment in before if at is None or moment < at), None)


def _rows(
    judgement: Judgement,
    drafts: Sequence[DraftDecision],
    left: Sequence[DraftDecision],
    shelf: Shelf,
    decisions: Mapping[int, list[CriterionDecision]],
    asked: Collection[int],
) -> Iterable[Row]:
    ids = [one.criterion_id for one in drafts]
    for place, draft in enumerate(drafts):
        criterion = draft.criterion
        prescribed = tuple(one.method for one in criterion.methods.all())
        prior = criterion.outcome.unit_id in shelf.prior
        made = decisions.get(criterion.pk, [])
        own = next((one for one in made if one.judgement_id == judgement.pk), None)
        problems = () if own else problems_of(for_rules(draft, judgement, shelf), prescribed, prior=prior)
        outcome = own.outcome if own else draft.outcome
        complete = bool(own) or not problems
        written = bool(draft.outcome or draft.rationale)
        yield Row(
            pk=criterion.pk,
            number=f"{criterion.outcome.number}.{criterion.number}",
            text=criterion.text,
            prescribed=prescribed,
            label=LABELS[outcome] if complete else "Begun" if written else "To judge",
            tag=TAGS[outcome] if complete else "warn" if written else "",
            summary=own.rationale if own else draft.rationale,
            trouble=problems[0].words if problems and written else "",
            problems=problems if written else (),
            outcome=outcome,
            complete=complete,
            earlier=tuple(_earlier(one) for one in made if one.judgement_id != judgement.pk),
            left=tuple(let_go(one) for one in left if one.criterion_id == criterion.pk),
            asked=criterion.pk in asked,
            draft=_words(own, draft),
            previous=ids[place - 1] if place else None,
            next=ids[place + 1] if place + 1 < len(ids) else None,
        )


def _sent_back(judgement: Judgement) -> Countersignature | None:
    """What the countersigner wrote who sent this round back, or the one that it goes on from."""
    for one in (judgement, judgement.follows):
        said = getattr(one, "countersignature", None)
        if said is not None and said.outcome == Countersigned.SENT_BACK:
            found: Countersignature = said
            return found
    return None


def _words(own: CriterionDecision | None, draft: DraftDecision) -> Words:
    if own is None:
        return Words(checks_in_words(draft.checks), draft.rationale, draft.next_step)
    checks = {key: getattr(own, key) for key in ("valid", "authentic", "reliable", "current", "sufficient")}
    return Words(checks_in_words(checks), own.rationale, own.next_step)


def _earlier(made: CriterionDecision) -> Earlier:
    counts = made.state == DecisionState.CONFIRMED
    return Earlier(
        outcome=LABELS[made.outcome],
        day=london_date(made.decided_at),
        who=made.assessor_name,
        state="" if counts else DecisionState(made.state).label.lower(),
        rationale=made.rationale,
        next_step=made.next_step,
    )


def _open(rows: Sequence[Row], criterion: int | None) -> Row | None:
    if criterion is not None:
        found = next((one for one in rows if one.pk == criterion), None)
        if found is None:
            raise LookupError(f"criterion {criterion} is not in this round")
        return found
    return next((one for one in rows if not one.complete), rows[0] if rows else None)


def _since(judgement: Judgement, today: date) -> str:
    """How long it has waited, in words."""
    made = judgement.submission
    if made is None or made.submitted_at is None:
        return f"By your own records, begun on {date_words(judgement.opened_at)}."
    words = f"Handed in on {date_words(made.submitted_at)}, number {made.number}."
    if judgement.state not in (J.OPEN, J.SENT_BACK):
        return words
    days = working_days_between(london_date(made.submitted_at), today)
    return f"{words} Waiting {days} working day{'' if days == 1 else 's'}." if days else words


def _helps(ways: Ways, units: Iterable[Unit]) -> Iterable[str]:
    """Reasonable adjustments that are in place for these units."""
    ids = {one.pk for one in units}
    for one in ways.helps:
        if one.unit_id is None or one.unit_id in ids:
            yield one.adjustment


def _second(judgement: Judgement, today: date) -> Account | None:
    """Who countersigns it; of a round that is not sent yet, who would today."""
    return judgement.countersigner or (
        countersigner_on(judgement.assessor, today) if judgement.state == J.OPEN else None
    )


def _steps(judgement: Judgement, second: Account | None) -> tuple[tuple[str, str, str], ...]:
    """Who was, is and will be next."""
    learner, assessor = judgement.registration.account.full_name, judgement.assessor.full_name
    state = JudgementState(judgement.state)
    begun = f"{learner} handed in" if judgement.submission_id else f"{assessor} wrote a record"
    if state == J.LEFT:
        return ((begun, "", "done"), ("This was put back", "It waits for whoever takes it.", "now"))
    found = [(begun, "", "done"), (f"{assessor} judges", "", "now" if state == J.OPEN else "done")]
    if second is not None or state == J.SENT_BACK:
        now = state in WAITS
        why = f"{assessor} is still working towards the award. {learner} does not see the result before."
        who = second.full_name if second else "The countersigner"
        found.append(
            (f"{who} countersigns", why, ("now" if now else "new") if state in (J.OPEN, *WAITS) else "done")
        )
    read = {J.RELEASED: "now", J.ACKNOWLEDGED: "done"}.get(state, "new")
    found.append((f"{learner} reads the feedback", "What is met first, then the one next thing to do.", read))
    found.append(("The unit is signed off", "Once every criterion of it is met.", "new"))
    return tuple(found)
