"""Marco, 28, married to Rohan, with Sofia two weeks old: his words, and options side by side (source: seed 000)."""

from ajar.basket import actions as basket
from ajar.basket import actions_side as side
from ajar.desk.demo.told import ago, begin, met
from ajar.encounters import actions as encounters
from ajar.encounters import actions_kept as kept
from ajar.encounters import actions_safety as asking
from ajar.goals import actions as goals
from ajar.goals import actions_goals as marks
from ajar.people import actions as people
from ajar.plans import actions as plans
from ajar.plans import actions_safety as safety


def tell(cast):
    dana = cast.dana
    marco = begin(
        dana, days=2, chosen_name="Marco", pronouns="he/him", team=cast.teams["house"], cared_for_by=[(cast.dora, dana)]
    )
    people.keep_words(
        dana, marco, version=0, chest="chest", feed="chestfeeding", parent="parent", baby="Sofia", partner="husband",
        thing="cannabis",
    )  # fmt: skip
    people.keep_contact(
        dana, marco, version=0, ways="call", when="after 2 pm", sender="M.", voicemail="Only: call M.",
        reading_along="Rohan, and that is fine",
    )  # fmt: skip
    rohan = people.add_supporter(
        dana, marco, name="Rohan", relation="husband", reach="555-0163",
        may_be_told="Everything about feeding and sleep. Not what Marco says when they are not together.",
    )  # fmt: skip
    came = met(
        dana, marco, 2,
        ("person", "I can't give up on chestfeeding."),
        ("supporter", "He has not slept since she was born."),
        ("person", "Sometimes I think I could just straight up kill myself."),
        ("worker", "I asked him plainly. He has no plan. He wants to be called today."),
        ("person", "The medicine made it worse. I quit drinking and smoking, and cannabis is how I did that.", "stay"),
        ("person", "At least now I feel like I have choices.", "ability"),
        hour=11, place="clinic", minutes=55, alone="offered", supporters=[rohan.pk],
    )  # fmt: skip
    kept.record_judgement(
        dana, marco, kind="self", encounter=came, decision="No emergency call. A call each day until we meet.",
        why="No plan, no means at hand, Rohan stays with him, he wants the call.",
        told="He knows what I wrote and who can read it.",
    )  # fmt: skip
    asked = asking.ask_about_safety(dana, marco, day=ago(2))
    asking.answer_safety(
        dana, marco, asked, version=asked.version, answer="plan", said="I don't want to die. I want it to stop.",
        day=ago(2),
    )  # fmt: skip
    goals.record_need(dana, marco, words="sleep, and to keep feeding Sofia myself", rung=3, day=ago(2), encounter=came)
    goals.record_strength(dana, marco, words="I quit drinking and smoking", day=ago(2), encounter=came)
    goals.record_strength(dana, marco, words="Rohan", day=ago(2), encounter=came)
    goals.record_obstacle(dana, marco, words="forms that call me mother", owner="agency", day=ago(2), encounter=came)
    goal = marks.add_goal(
        dana, marco, words="keep chestfeeding and feel like myself", domain="emotions", stage="two-minds", day=ago(2),
        encounter=came,
    )  # fmt: skip
    marks.mark_goal(dana, goal, kind="closeness", value=3, day=ago(2))
    marks.mark_goal(dana, goal, kind="importance", value=10, words="It is how we are close.", day=ago(2))
    goals.record_pattern(
        dana, marco, behavior="drugs", what="cannabis, two or three times a day", place="regular", day=ago(2),
        benefits="It stops the panic, and I am not drinking.", state_of_self="at night, when she cries",
        surroundings="on the balcony, away from Sofia", harms="Nobody can tell me what it does to the milk.",
        job="something that stops the panic",
    )  # fmt: skip
    goals.record_what_might_happen(
        dana, marco, choice="going on as it is, for now", knows="It gets into the milk.",
        offered="How much it does to a baby is not well known; smoke in the same room is known to do harm.",
        makes_of_it="Then never in the room where she is.", goal=goal, day=ago(2),
    )  # fmt: skip
    marks.add_step(
        dana, marco, goal=goal, words="Rohan takes the feed at four", when="tonight", who_helps="Rohan", sure=8,
        day=ago(2),
    )  # fmt: skip
    goals.add_change(
        dana, marco, kind="better", domain="autonomy", words="At least now I feel like I have choices", day=ago(2),
        encounter=came, made_on=ago(2),
    )  # fmt: skip
    marks.mark_life(dana, marco, values={"mood": 2, "people": 6, "health": 4, "use": 5}, day=ago(2))
    plan = safety.start_plan(dana, marco, kind="hard", day=ago(2))
    for part, words, reach in [
        ("a", "Sofia cries and I can't feel anything", ""),
        ("b", "go out on the balcony and count the lights", ""),
        ("c", "sit in the kitchen with Rohan, the radio on", ""),
        ("d", "Rohan. I say: bad night", "555-0163"),
        ("e", "the crisis line", "988"),
        ("f", "Rohan keeps the pills, I don't know where", ""),
        ("g", "Sofia", ""),
    ]:
        safety.add_line(dana, plan, part=part, words=words, reach=reach, day=ago(2))
    safety.look_through(dana, plan, day=ago(2))
    plans.add_number(dana, marco, label="Crisis line, day and night", number="988")
    plans.add_number(dana, marco, label="Rohan", number="555-0163")
    _basket(dana, marco)
    encounters.plan_followup(
        dana, marco, kind="call", day=ago(0), at="14:00", what="how the night was, and is he safe",
        how_safe='from "M.", after 2 pm', safety=True, encounter=came,
    )  # fmt: skip


def _basket(dana, marco):
    """Three ideas side by side, with his leave of that day and of today; what he made of them, and what he took along."""
    basket.ask_leave(dana, marco, answer="yes", knows="It gets into the milk. Nobody says how much.", day=ago(2))
    beside = side.put_beside(dana, marco, options=[
        basket.answer_offer(dana, marco, option=option, answer=answer, words=words, day=ago(2))
        for option, answer, words in [
            ("LA-03", "thinking", "less at night, and never in her room"),
            ("LA-06", "taken", "one bottle from Rohan, so that I sleep"),
            ("LA-02", "declined", "I quit drinking. I want to keep it like that."),
        ]
    ])  # fmt: skip
    side.say_fit(dana, marco, offer=beside[1], fits="yes")
    basket.add_own(dana, marco, words="my sister takes her on Sundays", answer="helped", day=ago(2))
    basket.give_handout(
        dana, marco, options=beside, kind="side", words="Crisis line, day and night: 988", day=ago(2)
    )  # fmt: skip
    basket.ask_leave(dana, marco, answer="yes")
