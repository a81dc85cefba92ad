"""Ilona, seen in family practice for a cold, afraid for her son."""

from ajar.people import actions as people


def tell(cast):
    ilona = people.start_person(cast.noor, chosen_name="Ilona", team=cast.house_team)
    people.join_care_team(cast.dora, ilona, worker=cast.noor)
