"""As what somebody with roles is here: it decides their menu, their first page and what the audit trail says of them.

It decides no rights: whoever holds two roles may do what both of them may, whichever is chosen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from academy.accounts.models import Account
from academy.accounts.queries import roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared import clock

CHOSEN = "here_as"  # in the session: the key of a Way
KEPT = "_here"  # on the request, so that a page asks once

# Pages of each role's menu as (title, name of the address); the first of them is where the role begins.
MENUS: dict[Role | None, tuple[tuple[str, str], ...]] = {
    Role.COORDINATOR: (
        ("Today", "today"),
        ("Our dates", "cohort-list"),
        ("People", "people"),
        ("Registrations", "registrations"),
    ),
    Role.TRAINER: (("Today", "today"), ("My dates", "cohort-list"), ("People to ring", "to-ring")),
    Role.ASSESSOR: (("My learners", "my-learners"), ("Waiting for me", "queue")),
    Role.QUALITY: (("Staff file", "assessors"), ("What is stuck", "stuck")),
    Role.MANAGER: (
        ("People", "people"),
        ("All dates", "cohort-list"),
        ("Registrations", "registrations"),
        ("What we keep", "kept-records"),
    ),
    Role.EDITOR: (("Pages", "wagtailadmin_home"),),
    None: (),
}
FIRST = tuple(MENUS)  # whoever chose nothing is here with what reaches least far
LEARNING = "my-learning"
LEARNER = "learner"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of being here. `role`: None for the person's own learning; `key` is what the form sends."""

    key: str
    role: Role | None
    title: str

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """(title, name of the address) of the pages that belong to it."""
        return MENUS[self.role]

    @property
    def front(self) -> str:
        """The name of the address where it begins."""
        return self.menu[0][1] if self.menu else LEARNING


@dataclass(frozen=True, slots=True)
class Here:
    """As what somebody is here, and all the ways they could be."""

    now: Way
    ways: tuple[Way, ...]


def ways_of(account: Account, on: date) -> tuple[Way, ...]:
    """The roles of this day and learning; empty for somebody without a role, who has nothing to choose."""
    if not getattr(account, "holds_a_role", True):
        return ()
    held = sorted(roles_of(account, on), key=lambda one: (FIRST.index(Role(one.role)), str(one.hub)))
    ways = tuple(_way(Role(one.role), one.hub) for one in held)
    return (*ways, Way(LEARNER, None, "Learner")) if ways else ()


def here_of(request: HttpRequest, on: date) -> Here | None:
    """As what the person who is signed in is here; None for visitors and for people without a role."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, _here(request, on))
    found: Here | None = getattr(request, KEPT)
    return found


def choose(request: HttpRequest, key: str, on: date) -> Way | None:
    """Be here in this way from now on, in this browser; None when it is no way of theirs (any more)."""
    here = here_of(request, on)
    way = next((way for way in here.ways if way.key == key), None) if here else None
    if way is not None:
        request.session[CHOSEN] = way.key
        delattr(request, KEPT)
    return way


def front_of(request: HttpRequest, on: date) -> str:
    """The name of the address where this person begins."""
    here = here_of(request, on)
    return here.now.front if here else LEARNING


def _way(role: Role, hub: Hub | None) -> Way:
    if hub is None:
        return Way(str(role), role, str(role.label))
    return Way(
        f"{role}-{hub.slug}", role, f"{str(role.label).removeprefix('Hub ').capitalize()} at {hub.name}"
    )


def _here(request: HttpRequest, on: date) -> Here | None:
    account = getattr(request, "user", None)
    ways = ways_of(account, on) if isinstance(account, Account) else ()
    if not ways:
        return None
    chosen = request.session.get(CHOSEN) if hasattr(request, "session") else None
    return Here(next((way for way in ways if way.key == chosen), ways[0]), ways)


class ActingAs:
    """Middleware: whoever sends something acts as what they are here; the audit trail writes it down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            here = here_of(request, clock.today())
            if here is not None and isinstance(request.user, Account):
                request.user.acting_as = str(here.now.role or LEARNER)
            delattr(request, KEPT)  # what is done now may change it
        return self.get_response(request)
