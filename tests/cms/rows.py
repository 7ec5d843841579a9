"""Short questions to the catalogue."""

from datetime import UTC, datetime
from uuid import UUID

from cms.models import ModulePage
from courses.catalogue.models import Lesson

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def numbers(module: ModulePage) -> dict[UUID, int]:
    """The lessons of a module that are shown, with their numbers."""
    facts = Lesson.objects.filter(module__key=module.key, published=True)
    return dict(facts.values_list("key", "number"))


def shown(module: ModulePage) -> int:
    """How many lessons a module shows."""
    return Lesson.objects.filter(module__key=module.key, module__published=True, published=True).count()
