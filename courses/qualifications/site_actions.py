"""Which hubs may deliver: centres and their sites, from day to day. The chain is the centre's."""

from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import AwardingOrganisation, Centre, Site
from courses.qualifications.policies import may_look_after_specifications


@transaction.atomic
def approve_site(
    *,
    hub_id: int,
    organisation_id: int,
    centre: str,
    centre_number: str,
    approved_from: date,
    by: Account,
    now: datetime,
) -> Site:
    """This hub delivers for this centre from that day on. The centre is added when nobody has written it down yet.

    Pressing twice gives the same site.
    """
    may_look_after_specifications(by, now=now).enforce()
    hub = Hub.objects.get(pk=hub_id)
    organisation = AwardingOrganisation.objects.get(pk=organisation_id)
    known = Centre.objects.filter(awarding_organisation=organisation, name__iexact=centre.strip()).first()
    if known is None:
        known = Centre.objects.create(
            name=centre.strip(),
            awarding_organisation=organisation,
            number=centre_number.strip(),
            approved_from=approved_from,
        )
        audit(known, "centre_added", by=by, now=now, after={"number": known.number})
    known = locked_one(Centre.objects.all(), known.pk)
    site = Site.objects.filter(centre=known, hub=hub, approved_until__isnull=True).first()
    if site is not None:
        return site
    _check(known, hub, approved_from)
    site = Site.objects.create(centre=known, hub=hub, approved_from=approved_from)
    after = {"from": approved_from.isoformat()}
    audit(known, "site_approved", by=by, now=now, about=site, hub_id=hub.pk, after=after)
    return site


@transaction.atomic
def end_site(*, site_id: int, last_day: date, why: str, by: Account, now: datetime) -> None:
    """After that day nobody is registered or judged there. Who is on the way takes their record to another site."""
    may_look_after_specifications(by, now=now).enforce()
    centre_id = Site.objects.values_list("centre", flat=True).get(pk=site_id)
    centre = locked_one(Centre.objects.all(), centre_id)
    site = Site.objects.select_related("hub").get(pk=site_id)
    if site.approved_until is not None:
        raise Refused(f"The approval of {site.hub.name} has ended already. Reload the page to see when.")
    if not why.strip():
        raise Refused("Say why the approval ends. It stands in the history.")
    if last_day < site.approved_from:
        raise Refused("The last day is before the first. Check the day.")
    site.approved_until, site.ended_why = date.fromordinal(last_day.toordinal() + 1), why.strip()
    site.save(update_fields=["approved_until", "ended_why"])
    after = {"last_day": last_day.isoformat()}
    audit(
        centre, "site_ended", by=by, now=now, about=site, hub_id=site.hub_id, reason=why.strip(), after=after
    )


def _check(centre: Centre, hub: Hub, approved_from: date) -> None:
    if approved_from < centre.approved_from:
        raise Refused(
            f"{centre.name} is approved from {centre.approved_from:%d/%m/%Y}. A site cannot begin before it."
        )
    earlier = Site.objects.filter(centre=centre, hub=hub, approved_until__gt=approved_from).first()
    if earlier is not None and earlier.approved_until is not None:
        raise Refused(
            f"{hub.name} was approved until {earlier.approved_until:%d/%m/%Y}. Begin on that day or later."
        )
