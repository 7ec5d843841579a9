"""Loading the open data of districts and deprivation, as official files really look."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learners.equality.models import District, PostcodeDecile

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DISTRICTS = (
    "outcode,lat,lon,region_from_ons_outline\nNE1,54.9,-1.6,North East\n"
    "TR21,49.9,-6.3,\nNE2,54.9,-1.6,North East\n"
)
IMD = "pcds,name,IMD Decile (1 is most deprived)\nNE1 4LP,x,2\nNE1  4LQ,x,10\nNE14LP,x,7\nNE1,x,3\nNE1 4LR,x,11\n"
LOOKUP = "pcd7,pcds,lsoa21cd\nNE1 4LP,NE1 4LP,E01000001\nNE1 4LQ,NE1 4LQ,W01000001\n"
AREAS = (
    "LSOA code (2021),LSOA name,Index of Multiple Deprivation (IMD) Rank,Index of Multiple Deprivation (IMD) Decile\n"
    "E01000001,x,123,4\n"
)


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "data.csv", encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


def loaded(command: str, *args: object, capsys: pytest.CaptureFixture[str]) -> str:
    call_command(command, *args)
    return capsys.readouterr().out


def test_districts_with_a_mark_in_front_and_one_without_a_region(write, capsys) -> None:
    said = loaded("load_districts", write(DISTRICTS), capsys=capsys)
    assert "2 districts are loaded, 1 lines left out." in said and "Line 3: TR21 has no region." in said
    assert dict(District.objects.values_list("outcode", "region")) == {
        "NE1": "North East",
        "NE2": "North East",
    }


def test_deprivation_by_postcode(write, capsys) -> None:
    said = loaded("load_deprivation", write(IMD), capsys=capsys)
    assert dict(PostcodeDecile.objects.values_list("postcode", "decile")) == {"NE14LP": 2, "NE14LQ": 10}
    assert "“NE1” is no whole postcode." in said and "“11” leads to no number from 1 to 10." in said


def test_deprivation_by_small_areas(write, capsys) -> None:
    areas = write(AREAS, "areas.csv")
    loaded("load_deprivation", write(LOOKUP), f"--areas={areas}", capsys=capsys)
    assert dict(PostcodeDecile.objects.values_list("postcode", "decile")) == {"NE14LP": 4}


def test_loading_again_replaces_what_was_there(write, capsys) -> None:
    loaded("load_districts", write(DISTRICTS), capsys=capsys)
    loaded("load_districts", write("district,region\nLS1,Yorkshire and The Humber\n"), capsys=capsys)
    assert list(District.objects.values_list("outcode", flat=True)) == ["LS1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "No column is called outcode or district or pcd"),
        ("", "Its columns: none"),
        ("outcode,region\n", "0 lines could be read"),
        ("outcode,region\nNE1,North East\nx,y\nz,y\n", "nothing was changed"),
    ],
)
def test_another_file_changes_nothing_and_is_told(text: str, why: str, write) -> None:
    District.objects.create(outcode="NE1", region="North East")
    with pytest.raises(CommandError, match=why):
        call_command("load_districts", write(text))
    assert District.objects.count() == 1


def test_a_file_that_is_no_text_or_not_there_is_told(write, tmp_path: Path) -> None:
    for path in (write(DISTRICTS, encoding="utf-16"), tmp_path / "nothing.csv"):
        with pytest.raises(CommandError, match="cannot be read as a CSV file"):
            call_command("load_districts", path)


def test_a_file_of_areas_alone_says_what_is_missing(write) -> None:
    with pytest.raises(CommandError, match="give --areas too"):
        call_command("load_deprivation", write(LOOKUP))
