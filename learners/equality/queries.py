"""One's own answers, and figures for those who plan. Nothing here gives one person's answers to anybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, When

from academy.accounts.queries import rows_of
from academy.hubs.models import Hub
from learners.equality.keys import key_of
from learners.equality.models import Background, District, EqualityAnswers, Figures, PostcodeDecile
from learners.equality.questions import QUESTIONS
from learners.equality.states import RATHER_NOT, About, Heard, Where

FIGURES_SHOWN = 8  # two years of quarters


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What one person told. `lives` in words, empty where nothing is known."""

    lives: str
    heard: str
    answers: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.lives or self.heard or self.answers)


@dataclass(frozen=True, slots=True)
class Asks:
    """Which postcode is asked for: `half` is enough where the operator has loaded no deprivation. `looked_up`: whether
    a region can be found at all."""

    whole: bool
    looked_up: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One answer and about how many gave it. `share`: in per cent of those who answered."""

    label: str
    many: int
    share: int


@dataclass(frozen=True, slots=True)
class Table:
    """One question. `answered`: how many did, None where even that is hidden; `few`: answers that are not shown."""

    title: str
    answered: int | None
    lines: tuple[Line, ...]
    few: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """Figures of some months."""

    first: date
    last: date
    tables: tuple[Table, ...]


def own_answers(account_id: int) -> OwnAnswers:
    """For the person themselves and nobody else, by whichever of their entries they told it. Three queries."""
    entries = list(rows_of(account_id))
    row = Background.objects.filter(account__in=entries).order_by(first_of_all(account_id)).first()
    given = EqualityAnswers.objects.in_bulk([key_of(entry) for entry in entries])
    kept = given.get(key_of(account_id)) or next(iter(given.values()), None)
    return OwnAnswers(
        lives=_lives(row) if row else "",
        heard=row.heard if row else "",
        answers=kept.answers if kept else {},
    )


def was_asked(account_id: int) -> bool:
    """Whether this person has been on the page before, and said something or nothing."""
    return Background.objects.filter(account__in=rows_of(account_id)).exists()


def first_of_all(account_id: int) -> Case:
    """Orders what was told under this entry before what was told under others that were joined to it."""
    return Case(When(account=account_id, then=0), default=1)


def what_to_ask() -> Asks:
    """One query, or two."""
    whole = PostcodeDecile.objects.exists()
    return Asks(whole=whole, looked_up=whole or District.objects.exists())


def slips_typed(cohort_id: int) -> int:
    return Background.objects.filter(cohort=cohort_id, slip__isnull=False).count()


def has_figures() -> bool:
    return Figures.objects.exists()


def background_figures(hub: Hub | None) -> tuple[Times, ...]:
    """Where people live and how they heard, of one hub or of all, the newest months first. One query."""
    return _times(Figures.objects.filter(about=About.BACKGROUND, hub=hub)[:FIGURES_SHOWN])


def equality_figures() -> tuple[Times, ...]:
    """Who people are, of the whole Academy, the newest months first. One query."""
    return _times(Figures.objects.filter(about=About.EQUALITY, hub__isnull=True)[:FIGURES_SHOWN])


# --- words --------------------------------------------------------------------------------------------------

LABELS: dict[str, tuple[str, dict[str, str]]] = {
    "region": (
        "Where people live",
        {"not_known": "Elsewhere, or not known", RATHER_NOT: "Prefer not to say"},
    ),
    "decile": (
        "How deprived their neighbourhood is",
        {
            "1": "Most deprived tenth of England",
            **{str(number): f"Tenth number {number}" for number in range(2, 10)},
            "10": "Least deprived tenth of England",
            "not_known": "Not known",
            RATHER_NOT: "Prefer not to say",
        },
    ),
    "heard": ("How people heard", {one.value: str(one.label) for one in Heard}),
    **{one.key: (one.asks, one.labels) for one in QUESTIONS},
}


def _times(rows: object) -> tuple[Times, ...]:
    found: list[Figures] = list(rows)  # type: ignore[call-overload]
    return tuple(
        Times(row.first_month, row.last_month, tuple(_table(key, row.tables[key]) for key in _in_order(row)))
        for row in found
    )


def _in_order(row: Figures) -> list[str]:
    order = list(LABELS)
    return sorted(row.tables, key=lambda key: order.index(key) if key in order else len(order))


def _table(key: str, counts: Mapping[str, int | None]) -> Table:
    title, labels = LABELS.get(key, (key, {}))
    answered = counts[""]
    keys = [one for one in counts if one]
    order = list(labels)
    keys.sort(key=lambda one: (order.index(one) if one in order else -1, one))
    lines = tuple(
        Line(labels.get(one, one), many, min(100, round(100 * many / answered)))
        for one in keys
        if (many := counts[one]) is not None and answered
    )
    return Table(title, answered, lines, tuple(labels.get(one, one) for one in keys if counts[one] is None))


def _lives(row: Background) -> str:
    if row.where == Where.RATHER_NOT:
        return "You prefer not to say where you live."
    if row.where != Where.TOLD:
        return ""
    place = row.region or f"a postcode that begins with {row.area}"
    tenth = (
        f", in tenth number {row.decile} of neighbourhoods, where 1 is the most deprived"
        if row.decile
        else ""
    )
    return f"You live in {place}{tenth}. We did not keep your postcode."
