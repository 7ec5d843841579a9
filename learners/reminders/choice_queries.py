"""What people chose about messages, and whether e-mail reaches them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from academy.accounts.models import Account, ConsentRecord
from academy.accounts.notices import NEWS
from academy.accounts.queries import is_minor, roles_of
from academy.shared import clock
from learners.reminders.kinds import REMINDERS, Reminder, To
from learners.reminders.models import AddressTrouble, MessageChoice, Sent
from learners.reminders.states import Purpose, Way


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand between one person and our messages.

    chosen: (kind, way) to yes or no; what is missing was never chosen, and then every kind comes by every way.
    snoozed_until: the moment up to which they asked to be left in peace; it may be past.
    email_works: there is an address, and mail to it did not come back.
    prefers_phone: they asked to be reached by telephone about their courses.
    news: an adult who said yes to news by e-mail, at an address that they confirmed.
    """

    account_id: int
    snoozed_until: datetime | None = None
    email_works: bool = True
    prefers_phone: bool = False
    news: bool = False
    chosen: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def wants(self, reminder: Reminder, way: Way | str) -> bool:
        """Whether this kind of message may take this way to them.

        News asks for consent whatever the way. What is not optional always stands in the inbox. Who says no to the
        e-mails of a kind is not rung about it either, unless they chose that.
        """
        if reminder.purpose is Purpose.MARKETING and not self.news:
            return False
        if way == Way.INBOX and not reminder.optional:
            return True
        said = self.chosen.get((reminder.key, Way(way)))
        if said is None and way == Way.PHONE:
            said = self.chosen.get((reminder.key, Way.EMAIL))
        return True if said is None else said

    def rests(self, reminder: Reminder, now: datetime) -> bool:
        """Whether they said "not now" to messages like this one."""
        return reminder.optional and self.snoozed_until is not None and self.snoozed_until > now


def standing_of(account_ids: Iterable[int], *, on: date | None = None) -> dict[int, Standing]:
    """By account; ids that are gone are left out. Two queries, however many people.

    on: the day by which somebody is an adult or not; today when it is not said.
    """
    ids = set(account_ids)
    chosen: dict[int, dict[tuple[str, str], bool]] = {pk: {} for pk in ids}
    rows = MessageChoice.objects.filter(account__in=ids)
    for account_id, kind, way, wanted in rows.values_list("account_id", "kind", "way", "wanted"):
        chosen[account_id][kind, way] = wanted
    day = on or clock.today()
    return {account.pk: _standing(account, chosen[account.pk], day) for account in _people(ids)}


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One kind of message on the page where people choose. ways: what can be ticked, each with what holds now."""

    key: str
    title: str
    when: str
    optional: bool
    ways: tuple[tuple[Way, bool], ...]


def choice_rows(account: Account, standing: Standing, *, on: date) -> tuple[ChoiceRow, ...]:
    """The kinds that concern this person, news left out: that is chosen by consent. One query."""
    concerns = {To.LEARNER, To.STAFF} if roles_of(account, on) else {To.LEARNER}
    found = [one for one in REMINDERS.values() if one.to in concerns]
    return tuple(
        ChoiceRow(
            key=reminder.key,
            title=reminder.title,
            when=reminder.to_you,
            optional=reminder.optional,
            ways=tuple((way, standing.wants(reminder, way)) for way in _ways(reminder, account, standing)),
        )
        for reminder in found
        if reminder.purpose is not Purpose.MARKETING
    )


def would_be_rung(account: Account, standing: Standing) -> bool:
    """Whether a call is how we reach them: e-mail does not, or they would rather be rung and gave a number."""
    return not standing.email_works or (standing.prefers_phone and bool(account.phone))


def _ways(reminder: Reminder, account: Account, standing: Standing) -> list[Way]:
    """A call only for whom it is the way to be reached; e-mail only with an address; the site where it can be left."""
    by_phone = reminder.rings and would_be_rung(account, standing)
    ways = {Way.PHONE: by_phone, Way.EMAIL: account.email, Way.INBOX: reminder.optional}
    return [way for way, there in ways.items() if there]


def trouble_of(account: Account) -> AddressTrouble | None:
    """Why we do not write to this person's address at present. One query."""
    open_ones = AddressTrouble.objects.filter(account=account, email=account.email, ended_at=None)
    return next(iter(open_ones), None)


def together_with(sent: Sent) -> list[Sent]:
    """The messages that came in one e-mail with this one, itself among them, in their order. One query."""
    if not sent.message_id:
        return [sent]
    return list(Sent.objects.filter(account=sent.account_id, message_id=sent.message_id).order_by("pk"))


def _standing(account: Account, chosen: Mapping[tuple[str, str], bool], on: date) -> Standing:
    facts = account.__dict__  # what _people() has added
    said_yes = account.is_active and bool(facts["newest_news"]) and facts["proved"]
    return Standing(
        account_id=account.pk,
        snoozed_until=facts["snoozed_until"],
        email_works=bool(account.email) and not facts["in_trouble"],
        prefers_phone=account.contact_by == "phone",
        news=said_yes and not is_minor(account, on),
        chosen=chosen,
    )


def _people(ids: Iterable[int]) -> QuerySet[Account]:
    trouble = AddressTrouble.objects.filter(account=OuterRef("pk"), email=OuterRef("email"), ended_at=None)
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    news = ConsentRecord.objects.filter(account=OuterRef("pk"), purpose=NEWS, channel="email")
    return (
        Account.objects.filter(pk__in=ids)
        .only("email", "contact_by", "is_active", "is_adult", "date_of_birth")
        .annotate(
            in_trouble=Exists(trouble),
            proved=Exists(proved),
            newest_news=Subquery(news.order_by("-recorded_at", "-pk").values("given")[:1]),
            snoozed_until=F("snooze__until"),
        )
    )
