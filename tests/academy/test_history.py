"""The check of the whole audit trail: what was changed behind the application's back is found and named."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from academy.accounts.models import Account
from academy.shared.append_only import lifted
from academy.shared.audit import _detail_hash, _hash, audit, chain_of, seal
from academy.shared.disposals import dispose
from academy.shared.history import check_chains
from academy.shared.keeping_queries import audit_words
from academy.shared.models import AuditDetail, AuditEvent, Disposal

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TONIGHT = NOW + timedelta(hours=12)


@pytest.fixture
def chain() -> str:
    """Three links, and three of somebody else."""
    amara, femi = (Account.objects.create_user(full_name=name) for name in ("Amara Diallo", "Femi Ade"))
    for action in ("made", "changed", "ended"):
        for root in (amara, femi):
            audit(root, action, by=root, now=NOW, reason="Because.", before={"a": 1}, after={"a": 2})
    return chain_of(amara)


def link(chain: str, seq: int) -> AuditEvent:
    return AuditEvent.objects.get(chain=chain, seq=seq)


def behind_the_back(do: Callable[[], object]) -> str:
    """Past the database's own refusals; gives what the check says."""
    with lifted(connection):
        do()
    return check_chains().broken


def test_what_nobody_changed_is_whole(chain: str) -> None:
    seal(now=TONIGHT)
    found = check_chains()
    assert (found.chains, found.events, found.seals, found.broken, found.gaps) == (3, 7, 1, "", [])
    only = check_chains(chain)
    assert (only.chains, only.events, only.seals, only.broken) == (1, 3, 0, "")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOW + timedelta(microseconds=1)),
        ("action", "mended"),
        ("actor_id", 999),
        ("acting_as", "manager"),
        ("hub_id", 3),
        ("object_type", "hub"),
        ("object_id", "7"),
        ("detail_hash", "0" * 64),
    ],
)
def test_a_fact_of_a_link_that_was_changed_is_named(chain: str, column: str, value: object) -> None:
    words = behind_the_back(lambda: AuditEvent.objects.filter(chain=chain, seq=1).update(**{column: value}))
    assert words.startswith(f"Chain {chain}, link 1 (") and "not what was written" in words


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor_name", "X"), ("reason", "Because!"), ("before", {"a": 9}), ("after", {}), ("salt", "0")],
)
def test_a_word_of_a_link_that_was_changed_is_named(chain: str, column: str, value: object) -> None:
    words = behind_the_back(
        lambda: AuditDetail.objects.filter(event=link(chain, 2)).update(**{column: value})
    )
    assert words.startswith(f"Chain {chain}, link 2 (") and "its words" in words


def gone(event: AuditEvent) -> None:
    AuditDetail.objects.filter(event=event).delete()
    event.delete()


def test_a_link_taken_out_is_named(chain: str) -> None:
    assert "link 1 is not there" in behind_the_back(lambda: gone(link(chain, 1)))


def test_a_link_taken_out_and_the_rest_numbered_anew_is_named(chain: str) -> None:
    def close_up() -> None:
        gone(link(chain, 1))
        AuditEvent.objects.filter(chain=chain, seq=2).update(seq=1)

    assert "does not follow from the link before it" in behind_the_back(close_up)


def test_an_end_that_was_cut_off_shows_in_every_seal_from_before(chain: str) -> None:
    seal(now=TONIGHT)
    words = behind_the_back(lambda: gone(link(chain, 2)))
    assert words == (
        "The seal of 21 November 2026 (link 0 of chain seal) does not fit: 1 link fewer than were sealed that night."
    )
    seal(now=TONIGHT + timedelta(days=1))
    assert "The seal of 21 November 2026" in check_chains().broken


def test_a_whole_chain_that_is_gone_shows(chain: str) -> None:
    seal(now=TONIGHT)

    def all_of_it() -> None:
        for seq in (2, 1, 0):
            gone(link(chain, seq))

    assert "3 links fewer" in behind_the_back(all_of_it)


def test_a_chain_written_anew_from_its_beginning_shows(chain: str) -> None:
    """Whoever can write every hash anew cannot write the seal's."""
    seal(now=TONIGHT)
    amara = Account.objects.get(full_name="Amara Diallo")

    def again() -> None:
        for seq in (2, 1, 0):
            gone(link(chain, seq))
        for action in ("made", "kept", "ended"):
            audit(amara, action, by=amara, now=NOW)

    assert "a chain ends with another link than it had that night" in behind_the_back(again)


def test_what_came_after_a_seal_does_not_break_it(chain: str) -> None:
    seal(now=TONIGHT)
    amara = Account.objects.get(full_name="Amara Diallo")
    audit(amara, "again", by=None, now=TONIGHT - timedelta(minutes=59))  # was under way at that moment
    seal(now=TONIGHT + timedelta(days=1))
    found = check_chains()
    assert (found.broken, found.seals) == ("", 2)


def registration_chain() -> tuple[Account, str]:
    """A chain of the kind whose words go by a disposal alone, without its registration."""
    root = Account.objects.create_user(full_name="Ravi Shah")
    root._meta.model_name, was = "qualregistration", root._meta.model_name
    try:
        for action in ("asked_for", "accepted"):
            audit(root, action, by=root, now=NOW)
    finally:
        root._meta.model_name = was
    return root, f"qualregistration:{root.pk}"


def disposed(root: Account) -> Disposal:
    root._meta.model_name, was = "qualregistration", root._meta.model_name
    try:
        return dispose(
            root, root, reason="Three years are over.", by=None, now=TONIGHT, what={"links": [0, 1]}
        )
    finally:
        root._meta.model_name = was


def test_words_of_a_registration_that_are_just_gone_are_a_break() -> None:
    _, chain = registration_chain()
    words = behind_the_back(lambda: AuditDetail.objects.filter(event__chain=chain).delete())
    assert words.startswith(f"Chain {chain}, link 0: its words are gone")


def test_words_that_went_by_a_disposal_are_a_gap_and_no_break() -> None:
    root, chain = registration_chain()
    told = disposed(root)
    AuditDetail.objects.filter(event__chain=chain, event__seq__lt=told.event.seq).delete()
    found = check_chains()
    assert found.broken == ""
    assert [gap.what for gap in found.gaps] == [f"The words of 2 links of chain {chain} (0 to 1)"]
    assert found.gaps[0].reason == "Three years are over."


def test_a_disposal_that_no_chain_told_of_is_none() -> None:
    _, chain = registration_chain()
    event = link(chain, 1)
    Disposal.objects.create(
        event=event,
        object_type="qualregistration",
        object_id=int(chain.partition(":")[2]),
        reason="Mine.",
        disposed_at=NOW,
    )
    words = behind_the_back(lambda: AuditDetail.objects.filter(event__chain=chain).delete())
    assert words.startswith(f"Chain {chain}, link 0: its words are gone")


def test_words_of_other_chains_may_go_in_their_time(chain: str) -> None:
    AuditDetail.objects.filter(event__chain=chain).delete()
    found = check_chains()
    assert (found.broken, found.gaps) == ("", [])


def many(chains: int, links: int) -> None:
    """Whole chains of links with long words, quicker than one by one."""
    events, details = [], []
    for number in range(chains):
        previous = ""
        for seq in range(links):
            detail = AuditDetail(salt="s", reason="w" * 2000)
            event = AuditEvent(chain=f"account:{number}", seq=seq, at=NOW, action="made", previous=previous)
            event.detail_hash = _detail_hash(detail)
            event.hash = previous = _hash(event)
            detail.event = event
            events.append(event)
            details.append(detail)
    AuditEvent.objects.bulk_create(events, batch_size=1000)
    AuditDetail.objects.bulk_create(details, batch_size=1000)


def test_ten_thousand_links_are_read_in_little_memory() -> None:
    many(50, 200)
    seal(now=TONIGHT)
    tracemalloc.start()
    found = check_chains()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.events, found.broken) == (10_001, "")
    assert peak < 12_000_000, peak  # the words alone are twenty


def test_a_seal_that_lost_its_words_is_named(chain: str) -> None:
    seal(now=TONIGHT)
    words = behind_the_back(lambda: AuditDetail.objects.filter(event__chain="seal").delete())
    assert words.startswith("Chain seal, link 0: its words are gone")


def test_the_clock_leaves_the_words_of_seals(chain: str) -> None:
    seal(now=TONIGHT)
    assert set(audit_words().values_list("event__chain", flat=True)) == {
        one for one in AuditEvent.objects.values_list("chain", flat=True) if one != "seal"
    }


def test_after_a_fault_the_other_chains_are_read_too(chain: str) -> None:
    other = AuditEvent.objects.exclude(chain=chain).values_list("chain", flat=True)[0]
    behind_the_back(lambda: AuditEvent.objects.filter(seq=1).update(action="mended"))
    faults = check_chains().faults
    assert len(faults) == 2
    assert all(any(name in words for words in faults) for name in (chain, other))


@pytest.mark.parametrize("facts", [{"reason": "Another."}, {"disposed_at": NOW}])
def test_a_disposal_that_says_otherwise_than_its_link_is_none(facts: dict[str, object]) -> None:
    root, chain = registration_chain()
    told = disposed(root)
    AuditDetail.objects.filter(event__chain=chain, event__seq__lt=told.event.seq).delete()
    words = behind_the_back(lambda: Disposal.objects.update(**facts))
    assert words.startswith(f"Chain {chain}, link 0: its words are gone")
