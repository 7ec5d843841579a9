"""When a course is done, by example."""

from learners.completion.rules import Part, decide


def part(number: int, name: str, *, met: bool) -> Part:
    return Part(f"Module {number}, {'Reach' if number == 1 else 'Listen'}", number, name, met)


def test_done_when_every_part_is_met() -> None:
    verdict = decide([part(1, "Hello", met=True), part(2, "Why we listen", met=True)])
    assert verdict.complete
    assert verdict.missing == ()
    assert verdict.groups_done == {1, 2}


def test_one_missing_part_is_named() -> None:
    verdict = decide([part(1, "Hello", met=True), part(2, "Why we listen", met=False)])
    assert not verdict.complete
    assert verdict.missing == ("Module 2, Listen: 1 lesson to go: “Why we listen”.",)
    assert verdict.groups_done == {1}


def test_many_missing_parts_are_counted() -> None:
    verdict = decide([part(1, f"Lesson {n}", met=n == 0) for n in range(6)])
    assert verdict.missing == ("Module 1, Reach: 5 lessons to go.",)


def test_a_course_without_parts_is_never_done() -> None:
    verdict = decide([])
    assert not verdict.complete
    assert verdict.missing == ("This course has no lessons yet. We will tell you when it has.",)
