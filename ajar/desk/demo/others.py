"""People of the van, known by a card; and Far Shore, where nobody of Riverside can look."""

from ajar.desk.demo import cast as house
from ajar.desk.demo.told import ago, begin, met
from ajar.encounters import actions as encounters
from ajar.goals import actions as goals
from ajar.people import actions as people
from ajar.reflection import actions as reflection


def tell(cast):
    kim = cast.kim
    fox = begin(kim, days=75, code="BLUE-FOX-27", team=cast.teams["van"])
    for days in (75, 61, 33, 12):
        met(kim, fox, days, ("worker", "Ten syringes, one naloxone kit."), hour=20, kind="street", place="van")
    goals.add_change(
        kim, fox, kind="better", domain="alive", words="I carry naloxone now", day=ago(12), made_on=ago(12)
    )
    encounters.plan_followup(kim, fox, kind="visit", day=ago(0), what="comes by the van")
    elm = begin(kim, days=20, code="RAIN-ELM-07", team=cast.teams["van"])
    met(kim, elm, 20, ("person", "My leg is bad again."), hour=21, kind="street", place="van")
    goals.record_need(kim, elm, words="somebody to look at my leg", rung=3, day=ago(20))
    people.join_care_team(cast.dora, elm, worker=cast.lee)
    met(cast.lee, elm, 6, ("person", "I don't go to hospitals."), hour=19, kind="street", place="outside")
    reflection.ask_for_talk(
        cast.lee, elm, thinking_of="stuck", question="The leg looks worse each week, and I do not know what to offer."
    )

    esi = house.far_shore()
    zuberi = begin(esi, days=30, chosen_name="Zuberi")
    met(esi, zuberi, 30, ("person", "The boat leaves at six."), place="office")
    encounters.plan_followup(esi, zuberi, kind="visit", day=ago(0), at="11:00", what="papers")
