"""The cast: named people with their roles, the same in every test that needs them."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import ROLES, Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus

LONG_AGO = date(2025, 1, 6)
BACKEND = "academy.accounts.backend.Backend"  # for client.force_login


@dataclass(frozen=True, slots=True)
class Cast:
    """Two hubs and the people of the Academy. Amara and Yusuf are at home at Harbour Road, Bea at Millfield."""

    harbour: Hub
    millfield: Hub
    manager: Account  # Mo
    second_manager: Account  # Nadia
    editor: Account  # Edi
    quality: Account  # Quinn
    coordinator: Account  # Cora, of Harbour Road
    other_coordinator: Account  # Mel, of Millfield
    trainer: Account  # Jo, of Harbour Road
    assessor: Account  # Asa, of Harbour Road
    learner: Account  # Amara, with an e-mail address
    neighbour: Account  # Yusuf, without one
    minor: Account  # Kit, 15
    stranger: Account  # Bea, of Millfield


def make_cast() -> Cast:
    """Everybody, with roles that began long ago."""
    harbour, millfield = hub("Harbour Road"), hub("Millfield")
    cast = Cast(
        harbour=harbour,
        millfield=millfield,
        manager=person("Mo Manager"),
        second_manager=person("Nadia Manager"),
        editor=person("Edi Writer"),
        quality=person("Quinn Quality"),
        coordinator=person("Cora Coordinator"),
        other_coordinator=person("Mel Coordinator"),
        trainer=person("Jo Trainer"),
        assessor=person("Asa Assessor"),
        learner=person("Amara Bello", hub=harbour),
        neighbour=person("Yusuf Khan", email=None, hub=harbour),
        minor=person("Kit Young", hub=harbour, is_adult=False, date_of_birth=date(2011, 5, 1)),
        stranger=person("Bea Other", hub=millfield),
    )
    hold(cast.manager, Role.MANAGER)
    hold(cast.second_manager, Role.MANAGER)
    hold(cast.editor, Role.EDITOR)
    hold(cast.quality, Role.QUALITY)
    hold(cast.coordinator, Role.COORDINATOR, harbour)
    hold(cast.other_coordinator, Role.COORDINATOR, millfield)
    hold(cast.trainer, Role.TRAINER, harbour)
    hold(cast.assessor, Role.ASSESSOR, harbour)
    return cast


def person(name: str, **facts: object) -> Account:
    """An adult who has signed up; the e-mail address is the first name at example.org."""
    facts = {"email": f"{name.split()[0].lower()}@example.org", "is_adult": True, **facts}
    return Account.objects.create_user(full_name=name, **facts)  # type: ignore[arg-type]


def hub(name: str, status: HubStatus = HubStatus.ACTIVE) -> Hub:
    """An open hub in a made-up town."""
    slug = name.lower().replace(" ", "-")
    return Hub.objects.create(name=name, slug=slug, town="Saltby", region="North", status=status)


def hold(
    account: Account, role: Role, at: Hub | None = None, *, since: date = LONG_AGO, until: date | None = None
) -> RoleAssignment:
    """Give a role as if it had been given then, with its Wagtail group."""
    if group := ROLES[role].wagtail_group:
        account.groups.add(Group.objects.get_or_create(name=group)[0])
    return RoleAssignment.objects.create(account=account, role=role, hub=at, starts_on=since, ends_on=until)
