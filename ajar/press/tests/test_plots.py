"""What a person sees of their own numbers: whole axes, true dates, gaps, equal marks, and the same rows in a table."""

import re
from datetime import date, timedelta
from decimal import Decimal
from math import pi, sqrt

import pytest
from django.template import engines
from django.utils import translation

from ajar.press import plots
from ajar.press.plots import Line, Mark, Point, Strip

DAY = date(2026, 11, 3)
LANES = (("safe", "Safe"), ("use", "Use"), ("home", "Home"))


def later(n):
    return DAY + timedelta(days=n)


def drawn(tag, picture):
    return engines["django"].from_string("{% load plots %}{% " + tag + " picture %}").render({"picture": picture})


def closeness(*marked, **more):
    return Line("How close", tuple(Point(later(n), value, *said) for n, value, *said in marked), **more)


def story(*marked, **more):
    marks = tuple(Mark(later(n), kind, kind, lane=lane) for n, kind, lane in marked)
    counts = {kind: sum(m.kind == kind for m in marks) for kind in ("better", "setback", "event")}
    return Strip("The story", LANES, marks, counts, **more)


def dots(html):
    return re.findall(r'class="dot" cx="([\d.]+)%" cy="([\d.]+)" r="\d" data-day="([\d-]+)" data-value="([^"]+)"', html)


def test_the_axis_is_whole_whatever_was_marked():
    picture = plots.draw_line(closeness((0, 6), (7, 7)), rtl=False)
    assert [level["value"] for level in picture["levels"]] == ["0", "5", "10"]
    assert picture["levels"][0]["y"] == "210.0" and picture["levels"][2]["y"] == "40.0"
    assert [dot["y"] for dot in picture["dots"]] == ["108.0", "91.0"]


def test_dots_stand_at_their_true_dates():
    xs = [float(x) for x, *_ in dots(drawn("line_plot", closeness((0, 2), (10, 3), (40, 4))))]
    assert (xs[1] - xs[0]) * 3 == pytest.approx(xs[2] - xs[1], abs=0.05)


@pytest.mark.parametrize(("apart", "joined"), [(45, 1), (46, 0), (730, 0)])
def test_more_than_45_days_without_a_mark_are_a_gap_and_nothing_else(apart, joined):
    html = drawn("line_plot", closeness((0, 2), (apart, 7)))
    assert html.count('class="own"') == joined
    assert len(dots(html)) == 2


def test_the_table_has_the_rows_of_the_plot():
    line = closeness(
        (0, 2), (7, 3, "a calm week"), (21, 7), marks=(Mark(later(14), "setback", "setback", "the wedding"),)
    )
    html = drawn("line_plot", line)
    table = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", html)
    shown = {d.strftime("%-d %b") for d in (DAY, later(7), later(21))}
    assert {(day, value) for day, value, _, _ in table if value} == {
        (date.fromisoformat(day).strftime("%-d %b"), value) for _, _, day, value in dots(html)
    }
    assert {day for day, value, _, _ in table if value} == shown
    assert [what for _, value, what, _ in table if not value] == ["setback"]
    assert html.count('data-mark="setback"') == 1
    assert "the wedding" in table[2][3] and "a calm week" in table[1][3]


def test_the_strip_and_its_table_have_the_same_marks():
    html = drawn("strip", story((0, "better", "safe"), (8, "setback", "use"), (15, "better", "use")))
    marks = sorted(zip(re.findall(r'data-mark="(\w+)"', html), re.findall(r'data-day="([\d-]+)"', html), strict=True))
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", html)
    assert sorted((what, day) for day, _, what in rows) == sorted(
        (kind, date.fromisoformat(day).strftime("%-d %b")) for kind, day in marks
    )


def test_the_caption_says_the_finding():
    line = closeness((0, 2), (30, 7), marks=(Mark(later(26), "setback", "setback"),))
    assert plots.line_finding(line, later(30)) == "Now 7. It was 2 on 3 November. One setback on 29 November."
    assert plots.line_finding(line, date(2027, 5, 1)).endswith("One setback on 29 November 2026.")
    assert plots.line_finding(closeness(), DAY) == "No mark yet. That is OK."
    two = closeness((0, 2), marks=(Mark(DAY, "setback", "s"), Mark(later(3), "setback", "s")))
    assert plots.line_finding(two, later(5)) == "2 on 3 November. 2 setbacks, the last on 6 November."


def test_the_strip_counts_both_kinds_with_the_same_weight():
    both = story(*[(n, "better", "safe") for n in range(5)], (2, "setback", "use"), (3, "setback", "use"))
    assert plots.strip_finding(both) == "5 things got better. 2 setbacks. Last: better."
    only_hard = story((0, "setback", "use"))
    assert plots.strip_finding(only_hard) == "1 setback. Last: setback."
    assert "0" not in plots.strip_finding(only_hard)
    assert plots.strip_finding(story()) == "The story starts here."


def test_a_persons_own_word_for_a_setback_is_used_as_it_is():
    assert "“a dip”, 2 times." in plots.strip_finding(
        story((0, "setback", "use"), (1, "setback", "use"), setback_word="a dip")
    )
    line = closeness((0, 2), marks=(Mark(DAY, "setback", "a dip"),), setback_word="a dip")
    assert "“a dip”: once, on 3 November." in plots.line_finding(line, DAY)


def test_the_three_marks_have_the_same_area():
    """Circle, diamond with its stroke, square: within two of a hundred (equal weight for unequal news)."""
    html = "".join(drawn(f"mark '{kind}'", None) for kind in ("better", "setback", "event"))
    radius = float(re.search(r'class="better" r="([\d.]+)"', html)[1])
    half = float(re.search(r'class="setback" d="M0-([\d.]+)', html)[1])
    side = 2 * float(re.search(r'class="event" d="M-([\d.]+)', html)[1])
    areas = [pi * radius**2, 2 * (half + 1.25 * sqrt(2)) ** 2, side**2]
    assert max(areas) / min(areas) < 1.02, areas


def test_a_setback_stands_on_the_same_line_as_what_got_better():
    picture = plots.draw_strip(story((0, "better", "use"), (30, "setback", "use"), (60, "better", "use")), rtl=False)
    assert len({mark["y"] for mark in picture["lanes"][0]["marks"]}) == 1


def test_marks_of_one_day_stand_above_each_other_and_all_are_seen():
    picture = plots.draw_strip(story((0, "better", "use"), (0, "setback", "use"), (30, "event", "use")), rtl=False)
    places = [(mark["x"], mark["y"]) for mark in picture["lanes"][0]["marks"]]
    assert len(set(places)) == 3


def test_only_lanes_with_marks_are_drawn_in_their_order():
    picture = plots.draw_strip(story((0, "better", "home"), (9, "setback", "safe")), rtl=False)
    assert [lane["name"] for lane in picture["lanes"]] == ["Safe", "Home"]


def test_time_runs_the_way_the_page_reads():
    line = closeness((0, 2), (10, 7))
    ltr = [float(x) for x, *_ in dots(drawn("line_plot", line))]
    with translation.override("ar"):
        rtl = [float(x) for x, *_ in dots(drawn("line_plot", line))]
    assert ltr[0] < ltr[1] and rtl[0] > rtl[1]
    assert [100 - x for x in ltr] == pytest.approx(rtl)


def test_places_are_numbers_that_a_browser_reads_in_every_language():
    with translation.override("es"):
        html = drawn("line_plot", Line("n", (Point(DAY, Decimal("2.5")), Point(later(3), Decimal("1000"))), top=None))
    assert not re.search(r'(?:cx|cy|x1|y1|x|y)="[^"]*,', html)
    assert "2,5" in html


def test_an_own_number_has_an_axis_of_its_own():
    assert [plots.nice_top([Decimal(v)]) for v in (0, 1, 3, 7, 11, 1000)] == [1, 1, 5, 10, 20, 1000]
    picture = plots.draw_line(Line("debt", (Point(DAY, -300), Point(later(9), 120)), top=None), rtl=False)
    assert [level["value"] for level in picture["levels"]] == ["-500", "0", "500"]


def test_words_are_whole_in_the_list_and_escaped():
    long = "I told my sister <everything> and she did not turn away from me at all"
    html = drawn("line_plot", closeness((0, 2), (30, 5, long), (60, 6)))
    assert "I told my sister &lt;everything&gt; and she did not turn away from me at all" in html
    assert "<everything>" not in html


def test_every_plot_has_a_name_a_finding_and_no_style():
    pictures = [
        drawn("line_plot", closeness((0, 2), (9, 4))),
        drawn("strip", story((0, "better", "safe"))),
        drawn("small_multiple", closeness((0, 2), (9, 4))),
        drawn("sure_dots", 6),
    ]
    for html in pictures:
        assert html.count('role="img"') == html.count("<title>") == 1
        assert "style=" not in html and "<script" not in html
    assert "first 2, now 4, of 10" in pictures[2]
    assert pictures[3].count('class="dot"') == 6 and "6 of 10" in pictures[3]


def test_text_in_a_plot_keeps_its_size_at_every_width():
    """No viewBox that would shrink it: sizes are in rem, the smallest 14.4 px where 12 are asked."""
    for html in (drawn("line_plot", closeness((0, 2), (9, 4))), drawn("strip", story((0, "better", "safe")))):
        figure = html[html.index('role="img"') : html.index("</svg>", html.index("<text"))]
        assert "viewBox" not in figure
        assert {float(size) for size in re.findall(r'font-size="([\d.]+)rem"', figure)} <= {0.8, 0.9, 1.1}


def test_one_mark_and_none_are_drawn_too():
    assert plots.draw_line(closeness(), rtl=False) is None
    assert drawn("line_plot", closeness()).count("<svg") == 0
    one = plots.draw_line(closeness((0, 5)), rtl=False)
    assert len(one["dots"]) == 1 and one["segments"] == []
