"""How many units of an optional group a learner takes. The chain is the version's."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import OptionalGroup, QualificationVersion
from courses.qualifications.policies import may_change_group, may_look_after_specifications


@transaction.atomic
def set_group(*, group_id: int, fewest: int, most: int | None, by: Account, now: datetime) -> None:
    """At least `fewest` of its units, at most `most` (None: all of them)."""
    version_id = OptionalGroup.objects.values_list("version", flat=True).get(pk=group_id)
    version = locked_one(QualificationVersion.objects.all(), version_id)
    may_look_after_specifications(by, now=now).enforce()
    may_change_group(version).enforce()
    group = OptionalGroup.objects.get(pk=group_id)
    size = group.units.count()
    if most is not None and most < fewest:
        raise Refused("The most is less than the fewest. Check the two numbers.")
    if max(fewest, most or 0) > size:
        raise Refused(f"“{group.title}” has {size} unit{'s' * (size != 1)}. Choose a number up to that.")
    before = {"fewest": group.fewest, "most": group.most}
    after = {"fewest": fewest, "most": most}
    if before == after:
        return
    group.fewest, group.most = fewest, most
    group.save(update_fields=["fewest", "most"])
    audit(version, "group_changed", by=by, now=now, about=group, before=before, after=after)
