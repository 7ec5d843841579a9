"""A course as a street: windows are lessons, doors are modules, and the words say the same."""

from types import SimpleNamespace as Row

import pytest

from academy import street


def rows(*pairs: tuple[int, int]) -> list[Row]:
    return [Row(number=place, total=total, done=done) for place, (total, done) in enumerate(pairs, start=1)]


def windows(path: str) -> int:
    return path.count("z")


@pytest.mark.parametrize("lessons", range(1, 13))
def test_every_lesson_has_a_window_and_the_done_ones_are_lit(lessons: int) -> None:
    for done in range(lessons + 1):
        house = street.houses(rows((lessons, done))).houses[0]
        assert (windows(house.lit), windows(house.dim)) == (done, lessons - done)
        assert house.open is (done == lessons)


def test_more_lessons_than_a_house_has_windows_light_up_in_proportion() -> None:
    house = street.houses(rows((24, 23))).houses[0]
    assert (windows(house.lit), windows(house.dim)) == (11, 1)


@pytest.mark.parametrize("lessons", range(1, 13))
def test_windows_stay_inside_the_walls(lessons: int) -> None:
    for house in street.houses(rows(*[(lessons, lessons)] * 7)).houses:
        for corner in house.lit.replace("z", "").replace("M", "L").split("L")[1:]:
            x, y = map(float, corner.split())
            assert 2 < x < house.outline.width - 2
            assert house.outline.eaves < y < street.GROUND - 8


def test_houses_stand_in_their_order_inside_the_drawing() -> None:
    for count in (1, 7, 10, 25):
        drawn = street.houses(rows(*[(5, 0)] * count))
        starts = [house.x for house in drawn.houses]
        assert starts == sorted(starts)
        assert starts[0] >= 0
        assert starts[-1] + drawn.houses[-1].outline.width <= drawn.width
        assert [house.number for house in drawn.houses] == list(range(1, count + 1))


def test_an_empty_module_is_a_dark_house_with_a_closed_door() -> None:
    house = street.houses(rows((0, 0))).houses[0]
    assert not house.open
    assert windows(house.lit) == windows(house.dim) == 0


def test_the_words_say_what_the_picture_shows() -> None:
    assert street.words(rows((4, 4), (6, 2), (5, 0), (6, 0))) == (
        "Four houses, one for each module. Every window is a lesson. "
        "In house 1 all 4 windows are lit and the door is open. In house 2, 2 of 6 windows are lit. "
        "The other houses are still dark."
    )
    assert street.words(rows((4, 0))).endswith("All the windows are still dark.")
    assert street.words(rows((4, 4), (2, 2))).endswith("Every window is lit and every door is open.")
    assert street.words(rows((4, 1), (4, 4), (9, 0))).endswith(
        "In house 1, 1 of 4 windows is lit. In house 2 all 4 windows are lit and the door is open. "
        "House 3 is still dark."
    )
    assert street.words([])
