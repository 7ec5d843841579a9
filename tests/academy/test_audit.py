"""The audit trail: a chain for each root that shows when a link was changed, taken out or cut off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from academy.accounts.models import Account
from academy.shared.append_only import install, lifted
from academy.shared.audit import audit, chain_of, seal
from academy.shared.models import AuditDetail, AuditEvent
from tests.chains import broken_links

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def amara() -> Account:
    return Account.objects.create_user(full_name="Amara Diallo")


def three_links(amara: Account) -> str:
    for action in ("made", "changed", "ended"):
        audit(amara, action, by=amara, now=NOW, reason="Because.", before={"a": 1}, after={"a": 2})
    return chain_of(amara)


def test_a_chain_verifies_and_numbers_itself(amara: Account) -> None:
    chain = three_links(amara)
    assert list(AuditEvent.objects.filter(chain=chain).values_list("seq", flat=True)) == [0, 1, 2]
    assert broken_links(chain) == []


def test_chains_of_two_roots_do_not_touch(amara: Account) -> None:
    other = Account.objects.create_user(full_name="Femi")
    three_links(amara)
    audit(other, "made", by=None, now=NOW)
    assert broken_links(chain_of(other)) == []
    assert AuditEvent.objects.get(chain=chain_of(other)).previous == ""


def test_the_words_may_be_erased_and_the_chain_still_verifies(amara: Account) -> None:
    chain = three_links(amara)
    AuditDetail.objects.all().delete()
    assert broken_links(chain) == []


@pytest.mark.parametrize(
    "column", ["action", "actor_id", "object_id", "at", "hub_id", "acting_as", "detail_hash"]
)
def test_a_changed_link_shows(amara: Account, column: str) -> None:
    chain = three_links(amara)
    other = {"at": NOW.replace(year=2020), "actor_id": 999, "hub_id": 9}.get(column, "other")
    with lifted(connection):
        AuditEvent.objects.filter(chain=chain, seq=1).update(**{column: other})
    assert 1 in broken_links(chain)


def test_changed_words_show(amara: Account) -> None:
    chain = three_links(amara)
    with lifted(connection):
        AuditDetail.objects.filter(event__seq=1).update(reason="Another one.")
    assert broken_links(chain) == [1]


def test_the_database_refuses_other_words(amara: Account) -> None:
    three_links(amara)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        AuditDetail.objects.filter(event__seq=1).update(reason="Another one.")


def test_a_link_taken_out_shows(amara: Account) -> None:
    chain = three_links(amara)
    with lifted(connection):
        AuditDetail.objects.filter(event__seq=1).delete()
        AuditEvent.objects.filter(seq=1).delete()
    assert broken_links(chain) == [2]


def test_the_database_refuses_to_change_or_delete(amara: Account) -> None:
    three_links(amara)
    AuditDetail.objects.all().delete()
    for change in (lambda: AuditEvent.objects.update(action="x"), lambda: AuditEvent.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert AuditEvent.objects.count() == 3


def test_two_links_never_take_one_place(amara: Account) -> None:
    three_links(amara)
    twin = AuditEvent.objects.get(seq=2)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_seal_covers_every_head(amara: Account) -> None:
    assert seal(now=NOW) is None
    three_links(amara)
    assert seal(now=NOW) is None  # what may still be under way waits for the next night
    first = seal(now=NOW + timedelta(hours=1))
    audit(amara, "again", by=None, now=NOW)
    second = seal(now=NOW + timedelta(hours=1))
    assert first is not None and second is not None
    assert first.detail.after["chains"] == second.detail.after["chains"] == 1
    assert first.detail.after["sha256"] != second.detail.after["sha256"]
    assert broken_links("seal") == []


def test_installing_again_changes_nothing(amara: Account) -> None:
    install(connection)
    install(connection)
    three_links(amara)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(action="x")
