"""What of registrations is kept for a time, with the moment from which that time runs (`kept_from`)."""

from django.db.models import Exists, F, OuterRef, QuerySet

from academy.shared.models import Disposal
from learners.registrations.models import QualRegistration


def words_of_registrations() -> QuerySet[QualRegistration]:
    """From the end of the registration; it does not run while it goes on, and is over once the words went."""
    gone = Disposal.objects.filter(object_type="qualregistration", object_id=OuterRef("pk"))
    return QualRegistration.objects.filter(~Exists(gone)).annotate(kept_from=F("ended_at"))
