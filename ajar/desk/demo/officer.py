"""Who reads for the court: an officer with a sign-in on the entity's host. What is shared with them, Anthony's story tells."""

from ajar.access import founding
from ajar.mandates import actions_entity, queries_entity


def tell(cast):
    """The officer of the office that follows Anthony's agreement. Whoever invites them is not who knows them."""
    machine = founding.system_of(cast.agency)
    office = next(row for row in queries_entity.offices(machine) if row.kind == "probation_parole")
    officer, _link = actions_entity.invite_officer(
        machine, email="j.ruiz@probation.example.org", name="J. Ruiz, county probation", office=office
    )
    actions_entity.know_officer(cast.dana, officer)
