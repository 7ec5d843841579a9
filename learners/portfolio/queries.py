"""A person's portfolio: their pieces, newest first, with what each still needs and what it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from courses.qualifications.models import Unit
from learners.portfolio.file_queries import addresses_of, used_by
from learners.portfolio.models import EvidenceFile, EvidenceItem, EvidenceLink
from learners.portfolio.rules import HOLDS_FILES, NO_OWN_PART, Gap, PieceFacts, gaps_of
from learners.portfolio.states import BY_ASSESSOR, SHOWABLE, EvidenceKind, FileState, Others
from learners.registrations.models import QualRegistration

A_PAGE = 25
READY_FILE = Q(state=FileState.READY, removed_at=None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a portfolio is shown. show: "" all, "unlinked", "unready", "withdrawn"; unit: its id."""

    show: str = ""
    kind: str = ""
    unit: int | None = None
    search: str = ""
    page: str = "1"


@dataclass(frozen=True, slots=True)
class Shows:
    """A criterion that a piece was linked to: "Unit 3, 1.2"."""

    unit: int
    number: str
    text: str
    registration: int


@dataclass(frozen=True, slots=True)
class PieceRow:
    """One piece in the list."""

    token: str
    kind: EvidenceKind
    title: str
    happened_on: date | None
    gaps: tuple[Gap, ...]
    shows: tuple[Shows, ...]
    files: int
    minutes: int | None
    handed_in: bool
    withdrawn: bool
    only_own: bool  # somebody can be recognised who has not agreed
    small: str  # the address of a small picture of it


@dataclass(frozen=True, slots=True)
class UnitChoice:
    pk: int
    title: str
    current: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of it. counts: pieces for each kind, and for "", "unlinked", "unready", "withdrawn"; size in bytes."""

    page: Page[EvidenceItem]
    rows: tuple[PieceRow, ...]
    counts: Mapping[str, int]
    units: tuple[UnitChoice, ...]
    registrations: tuple[QualRegistration, ...]
    size: int


def portfolio_of(account: Account, wish: Wish) -> Portfolio:
    """Ten queries, however many pieces there are."""
    mine = theirs(account)
    registrations = registrations_with_portfolio(account)
    page = Paginator(_wished(mine, wish), A_PAGE).get_page(wish.page)
    items = list(with_everything(page.object_list))
    return Portfolio(
        page=page,
        rows=tuple(row_of(item, account) for item in items),
        counts=_counts(mine),
        units=_units(registrations, wish.unit),
        registrations=registrations,
        size=used_by(account),
    )


def theirs(account: Account) -> QuerySet[EvidenceItem]:
    """Every piece of somebody's; not what an assessor is still writing, which nobody else sees."""
    return EvidenceItem.objects.filter(account__in=rows_of(account)).exclude(
        kind__in=BY_ASSESSOR, withdrawn_at__isnull=False
    )


def registrations_with_portfolio(account: Account) -> tuple[QualRegistration, ...]:
    """The person's registrations that were accepted once, newest first. One query."""
    mine = QualRegistration.objects.filter(account__in=rows_of(account), accepted_at__isnull=False)
    return tuple(mine.select_related("version__qualification", "hub").order_by("-pk"))


def not_ready() -> Q:
    """Pieces to which something is missing: the same as rules.gaps_of, asked of the database."""
    has_file = Exists(EvidenceFile.objects.filter(READY_FILE, item=OuterRef("pk")))
    checking = Exists(
        EvidenceFile.objects.filter(item=OuterRef("pk"), state=FileState.CHECKING, removed_at=None)
    )
    return (
        (Q(kind__in=HOLDS_FILES) & (~has_file | checking))
        | Q(kind=EvidenceKind.LINK, link="")
        | Q(kind__in=(EvidenceKind.REFLECTION, EvidenceKind.PRACTICE), text="")
        | (Q(kind=EvidenceKind.PRACTICE) & (Q(minutes=None) | Q(minutes=0)))
        | (Q(kind=EvidenceKind.WITNESS) & (Q(witness=None) | Q(witness__confirmed_at=None)))
        | (
            ~Q(kind__in=(EvidenceKind.COURSE, *BY_ASSESSOR))
            & (Q(happened_on=None) | (~Q(kind__in=NO_OWN_PART) & Q(own_part="")) | ~Q(others__in=SHOWABLE))
        )
    )


def with_everything(items: "QuerySet[EvidenceItem] | Iterable[EvidenceItem]") -> QuerySet[EvidenceItem]:
    """With what row_of() reads: files, witness, links with their units, and whether it was handed in."""
    if not isinstance(items, QuerySet):
        items = EvidenceItem.objects.filter(pk__in=[one.pk for one in items])
    links = EvidenceLink.objects.select_related("criterion__outcome__unit").order_by(
        "criterion__outcome__unit__number", "criterion__outcome__number", "criterion__number"
    )
    files = EvidenceFile.objects.filter(removed_at=None).order_by("pk")
    handed_in = EvidenceItem.objects.filter(
        pk=OuterRef("pk"), handed_in__submission__submitted_at__isnull=False
    )
    items = items.annotate(was_handed_in=Exists(handed_in))
    return items.select_related("witness").prefetch_related(
        Prefetch("files", files, to_attr="present_files"), Prefetch("links", links, to_attr="all_links")
    )


def row_of(item: EvidenceItem, to: Account | None = None) -> PieceRow:
    """Of an item that came by with_everything(). to: who reads the page, where it shows pictures."""
    files: list[EvidenceFile] = item.present_files  # type: ignore[attr-defined]
    links: list[EvidenceLink] = item.all_links  # type: ignore[attr-defined]
    pictures = [one for one in files if one.small and one.state == FileState.READY]
    return PieceRow(
        token=item.token,
        kind=EvidenceKind(item.kind),
        title=item.title,
        happened_on=item.happened_on,
        gaps=gaps_of(facts_of(item)),
        shows=tuple(_shows(link) for link in links),
        files=len(files),
        minutes=item.minutes,
        handed_in=item.was_handed_in,  # type: ignore[attr-defined]
        withdrawn=item.withdrawn_at is not None,
        only_own=item.others == Others.SOMEBODY,
        small=addresses_of(pictures[0], to).small if pictures and to else "",
    )


def facts_of(item: EvidenceItem) -> PieceFacts:
    """For rules.gaps_of, of an item that came by with_everything()."""
    files: list[EvidenceFile] = item.present_files  # type: ignore[attr-defined]
    witness = getattr(item, "witness", None) if item.kind == EvidenceKind.WITNESS else None
    return PieceFacts(
        kind=item.kind,
        happened_on=item.happened_on,
        own_part=item.own_part,
        others=item.others,
        text=item.text,
        link=item.link,
        minutes=item.minutes,
        ready=sum(one.state == FileState.READY for one in files),
        checking=sum(one.state == FileState.CHECKING for one in files),
        confirmed=witness is not None and witness.confirmed_at is not None,
    )


def _wished(mine: QuerySet[EvidenceItem], wish: Wish) -> QuerySet[EvidenceItem]:
    rows = mine.filter(withdrawn_at__isnull=wish.show != "withdrawn")
    if wish.show == "unlinked":
        rows = rows.filter(links=None)
    elif wish.show == "unready":
        rows = rows.filter(not_ready())
    if wish.kind in EvidenceKind.values:
        rows = rows.filter(kind=wish.kind)
    if wish.unit is not None:
        linked = EvidenceLink.objects.filter(item=OuterRef("pk"), criterion__outcome__unit=wish.unit)
        rows = rows.filter(Exists(linked))
    for word in wish.search.split()[:8]:
        said = Q(title__icontains=word) | Q(text__icontains=word) | Q(own_part__icontains=word)
        rows = rows.filter(said | Q(learned__icontains=word))
    return rows.order_by("-made_at", "-pk")


def _counts(mine: QuerySet[EvidenceItem]) -> dict[str, int]:
    """Two queries."""
    here = mine.filter(withdrawn_at=None)
    unlinked = ~Exists(EvidenceLink.objects.filter(item=OuterRef("pk")))
    sums = mine.aggregate(
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        unlinked=Count("pk", filter=Q(unlinked, withdrawn_at=None)),
        unready=Count("pk", filter=not_ready() & Q(withdrawn_at=None)),
    )
    kinds = dict(here.order_by().values_list("kind").annotate(count=Count("pk")))
    return {"": sum(kinds.values()), **sums, **kinds}


def _units(registrations: Iterable[QualRegistration], current: int | None) -> tuple[UnitChoice, ...]:
    """Of every registration; a unit that two share is named once."""
    units = Unit.objects.filter(pk__in=_unit_ids(registrations)).order_by("version", "number")
    return tuple(
        UnitChoice(unit.pk, f"Unit {unit.number}: {unit.title}", unit.pk == current) for unit in units
    )


def _unit_ids(registrations: Iterable[QualRegistration]) -> QuerySet[QualRegistration, int]:
    ids = [one.pk for one in registrations]
    return QualRegistration.objects.filter(pk__in=ids, units__isnull=False).values_list(
        "units__unit", flat=True
    )


def _shows(link: EvidenceLink) -> Shows:
    criterion = link.criterion
    outcome = criterion.outcome
    number = f"{outcome.number}.{criterion.number}"
    return Shows(outcome.unit.number, number, criterion.text, link.registration_id)
