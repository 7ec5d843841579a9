"""Says whether anything in the history was changed behind the application's back, and where first."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academy.shared.audit import SEAL, chain_of
from academy.shared.history import Checked, Gap, check_chains
from academy.shared.models import AuditEvent
from learners.assessment.history_files import changed_files, gaps_in
from learners.assessment.history_queries import changed_in
from learners.registrations.models import QualRegistration


class Command(BaseCommand):
    """Ends with 0 when all is what it was, also where content was removed the right way, and with 1 otherwise."""

    help = "Check every chain of the audit trail, the nightly seals, and the digests of all that was handed in, judged "
    help += "and signed. Names the first thing that differs in each registration and ends with 1. "
    help += "Names what was removed and ends with 0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--registration", metavar="TOKEN", help="this registration alone, by its address")
        parser.add_argument("--files", action="store_true", help="read the contents of all files too (slow)")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = QualRegistration.objects.order_by("pk")
        only = ""
        if token := options["registration"]:
            rows = rows.filter(token=token)
            if (one := rows.first()) is None:
                raise CommandError("There is no registration with this address.")
            only = chain_of(one)
        checked = check_chains(only)
        gaps, faults, looked_at = list(checked.gaps), list(checked.faults), 0
        for registration in rows.iterator(chunk_size=100):
            found, fault = _looked_at(registration, files=options["files"])
            gaps += found
            faults += [f"Registration {registration.token}: {fault}"] if fault else []
            looked_at += 1
        if faults:
            raise CommandError("\n".join(faults))
        self._say(checked, looked_at, gaps, whole=not only)

    def _say(self, checked: Checked, looked_at: int, gaps: list[Gap], *, whole: bool) -> None:
        parts = [f"{checked.chains} chains with {checked.events} links", f"{looked_at} registrations"]
        if whole:
            parts.insert(1, f"{checked.seals} seals")
        self.stdout.write(f"Nothing was changed. Looked through: {', '.join(parts)}.")
        for gap in gaps:
            event = gap.event
            self.stdout.write(
                f"Gap: {gap.what}: removed on {event.at:%-d %B %Y}, because: {gap.reason}"
                f" (link {event.seq} of chain {event.chain})."
            )
        newest = AuditEvent.objects.filter(chain=SEAL).order_by("-seq").first() if whole else None
        if newest is not None:
            self.stdout.write(f"Newest seal: {newest.seq} {newest.hash}")


def _looked_at(registration: QualRegistration, *, files: bool) -> tuple[list[Gap], str]:
    """The gaps of one registration, up to the first thing that differs, and that thing in words; empty: nothing."""
    gaps: list[Gap] = []
    for one in _everything(registration, files=files):
        if isinstance(one, str):
            return gaps, one
        gaps.append(one)
    return gaps, ""


def _everything(registration: QualRegistration, *, files: bool) -> Iterator[Gap | str]:
    yield from changed_in(registration)
    yield from gaps_in(registration)
    if files:
        yield from changed_files(registration)
