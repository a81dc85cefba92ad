"""Anthony, in a program that a court sent him to, and something said in trust (source: seed 004)."""

from ajar.desk.demo.told import ago, agreed, begin, met, not_in, tested
from ajar.encounters import actions as encounters
from ajar.encounters import actions_kept as kept
from ajar.encounters import actions_messages, queries_messages
from ajar.goals import actions as goals
from ajar.goals import actions_goals as marks
from ajar.mandates import actions as mandates
from ajar.mandates import actions_reports as reports
from ajar.mandates import queries, reporting, sending
from ajar.people import actions as people


def tell(cast):
    dana = cast.dana
    anthony = begin(
        dana, days=60, chosen_name="Anthony", pronouns="he/him", team=cast.teams["house"], cared_for_by=[(cast.dora, dana)]
    )  # fmt: skip
    people.keep_words(dana, anthony, version=0, thing="using", setback="a hard time")
    people.keep_contact(
        dana, anthony, version=0, ways="text", when="any time", sender="Dana", voicemail='Only: "call Dana"',
        reading_along="nobody", sms="5550100128", days="0 1 2 3 4 5 6", from_hour="00:00", to_hour="23:59",
    )  # fmt: skip
    met(
        dana, anthony, 60,
        ("worker", "We went through who can read what is written here, before he said anything else."),
        ("person", "I signed that I stop, go to treatment and give tests. It was that or inside."),
        place="office", minutes=50,
    )  # fmt: skip
    court = {"kind": "probation_parole", "name": "Part 40, the officer who follows the agreement", "reach": "555 0140"}
    consent = agreed(
        dana, anthony, court, "cj", days=60, name="Anthony", monitors=True, classes=["attendance", "tox_result"],
        purposes=["cj_monitor"], expires_event="the court is done", condition_document="the agreement, part 40",
        case_ref="2026-114", action_type="ati", revocable_from=ago(-90), ends_expected=ago(-150), valid_from=ago(60),
    )  # fmt: skip
    marks.add_goal(
        dana, anthony, words="stop using, attend treatment, give tests", domain="not-using", spectrum="none",
        origin="asked", asked_by="the court, by the agreement he signed", stage="two-minds", day=ago(60),
    )  # fmt: skip
    own = marks.add_goal(
        dana, anthony, words="take this more seriously", domain="self-worth", spectrum="less", stage="getting-ready",
        day=ago(25),
    )  # fmt: skip
    for days in (53, 46, 39, 32, 18, 11):
        met(dana, anthony, days, ("person", "I am here."), place="office", minutes=40, kind="group")
    for days in (46, 18):
        tested(dana, anthony, days, "cocaine: did not show\nopioids: did not show")
    honest = met(
        dana, anthony, 25, ("person", "I want to take this more seriously.", "desire"), place="office", minutes=50
    )
    confidence = kept.keep_between(
        dana, anthony, encounter=honest, words="I use now and then. I need that to stay between us."
    )
    goals.add_change(
        dana, anthony, kind="better", domain="self-worth", words="I told the truth to somebody", day=ago(25),
        encounter=honest, kept_between=confidence, made_on=ago(25),
    )  # fmt: skip
    marks.mark_goal(dana, own, kind="importance", value=8, words="I don't want to go back there.", day=ago(25))
    marks.mark_goal(dana, own, kind="closeness", value=4, day=ago(25))
    marks.mark_goal(dana, own, kind="closeness", value=5, day=ago(11))
    marks.add_step(dana, anthony, goal=own, words="the evening group, this week", when="Thursday", sure=5, day=ago(11))
    goals.record_strength(dana, anthony, words="my daughter calls on Sundays", day=ago(25))
    goals.record_obstacle(dana, anthony, words="the test hours are my work hours", owner="law", day=ago(39))
    not_in(dana, anthony, 3, hour=18)
    shown = queries_messages.preview(dana, anthony, text="another-day", way="sms").mark
    actions_messages.send_message(dana, anthony, text="another-day", way="sms", shown=shown)
    encounters.plan_followup(
        dana, anthony, kind="visit", day=ago(-4), at="18:00", what="evening group", how_safe='text "call Dana"'
    )
    cast.for_the_court = _what_the_court_asks(dana, anthony, consent)


def send_what_he_saw(cast):
    """The report leaves, by the one way out."""
    person, report = cast.for_the_court
    sending.send(cast.dana, person, report, version=report.version)


def _what_the_court_asks(dana, anthony, consent):
    """On record beside what he wants; and one report, looked at with him. Gives him and the report."""
    office = queries.offices(dana, anthony)[0]
    mandate = mandates.write_mandate(
        dana, anthony, office=office, case_ref=consent.case_ref, document=consent.condition_document,
        action_type=consent.action_type, since=ago(60), until=consent.ends_expected,
        agreement="Coming counts for each group and each talk. We tell them days and tests, and nothing that he says.",
        schedule="every four weeks", consequences="If I don't show up they put me in for the nine months.",
    )  # fmt: skip
    for kind, words, often in (
        ("else", "stop using drugs and alcohol", ""),
        ("come", "take part in treatment", "each week"),
        ("tests", "give a urine test", "when asked"),
    ):
        mandates.add_requirement(dana, mandate, kind=kind, words=words, how_often=often)
    mandates.write_sides(
        dana, mandate, order=0, match="partly", review_on=ago(-10),
        theirs="Take this more seriously. Be home when my daughter calls.",
        ours="That he stays alive and keeps coming, whatever he uses.",
        courts="Stop using, come to treatment, give tests.",
        reconcile="Coming is the same for all three. Stopping is theirs; he decides what he wants, and we tell only days and tests.",
    )  # fmt: skip
    mandates.note_event(
        dana,
        mandate,
        kind="term",
        words="Tests can be in the evening from now on, after work.",
        day=ago(12),
        shown=True,
    )
    report = reports.write_report(
        dana, mandate, consent=consent, recipient=office, since=ago(60), until=ago(11), next_on=ago(-14)
    )
    reports.change_report(
        dana, anthony, report, version=report.version, own_words="I come every week. It is a long way from work."
    )
    seen = reporting.preview(dana, anthony, report).seal
    reports.see_report(dana, report, version=report.version, how="shown", seal=seen)
    return anthony, report
