"""The words of a video from its captions."""

from learners.progress.captions import lines_of
from learners.progress.outlines import Line


def test_reads_cues_with_and_without_hours_and_numbers() -> None:
    captions = (
        "WEBVTT\r\n\r\nNOTE not for reading\r\n\r\n1\r\n00:00.000 --> 00:02.500\r\nHello,\r\nneighbour.\r\n\r\n"
        "01:00:03.000 --> 01:00:04.000 line:80%\n<v Sam>You <i>listen</i>.</v>\n"
    )
    assert lines_of(captions) == (Line(0, "Hello, neighbour."), Line(3603, "You listen."))


def test_signs_that_are_written_out_become_signs_again() -> None:
    captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nTea &amp; talk,&nbsp;3 &lt; 4, <b>not</b> &lt;b&gt;\n"
    assert lines_of(captions) == (Line(0, "Tea & talk,\u00a03 < 4, not <b>"),)


def test_nothing_gives_nothing() -> None:
    assert lines_of("") == ()
    assert lines_of("WEBVTT\n\n00:01.000 --> 00:02.000\n") == ()
