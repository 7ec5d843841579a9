"""Says whether anything in the history was changed behind the application's back, and where first."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academy.shared.audit import SEAL, chain_of
from academy.shared.history import Checked, Gap, check_chains
from academy.shared.models import AuditEvent
from learners.assessment.history_queries import changed_files, changed_in, gaps_in
from learners.registrations.models import QualRegistration


class Command(BaseCommand):
    """Ends with 0 when all is what it was, also where content was removed the right way, and with 1 otherwise."""

    help = "Check every chain of the audit trail, the nightly seals, and the digests of all that was handed in, judged "
    help += "and signed. Names the first thing that differs and ends with 1; names what was removed and ends with 0."

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
        if checked.broken:
            raise CommandError(checked.broken)
        gaps, looked_at = list(checked.gaps), 0
        for registration in rows.iterator(chunk_size=100):
            gaps += self._rows_of(registration, files=options["files"])
            looked_at += 1
        self._say(checked, looked_at, gaps, whole=not only)

    def _rows_of(self, registration: QualRegistration, *, files: bool) -> list[Gap]:
        """The gaps of one registration. Raises CommandError for the first thing that differs."""
        found: list[Gap] = []
        for one in _everything(registration, files=files):
            if isinstance(one, str):
                raise CommandError(f"Registration {registration.token}: {one}")
            found.append(one)
        return found

    def _say(self, checked: Checked, looked_at: int, gaps: list[Gap], *, whole: bool) -> None:
        parts = [f"{checked.chains} chains with {checked.events} links", f"{looked_at} registrations"]
        if whole:
            parts.insert(1, f"{checked.seals} seals")
        self.stdout.write(f"Nothing was changed. Looked through: {', '.join(parts)}.")
        for gap in gaps:
            on, event = gap.disposal.disposed_at, gap.disposal.event
            self.stdout.write(
                f"Gap: {gap.what}: removed on {on:%-d %B %Y}, because: {gap.disposal.reason}"
                f" (link {event.seq} of chain {event.chain})."
            )
        newest = AuditEvent.objects.filter(chain=SEAL).order_by("-seq").first() if whole else None
        if newest is not None:
            self.stdout.write(f"Newest seal: {newest.seq} {newest.hash}")


def _everything(registration: QualRegistration, *, files: bool) -> Iterator[Gap | str]:
    yield from changed_in(registration)
    yield from gaps_in(registration)
    if files:
        yield from changed_files(registration)
