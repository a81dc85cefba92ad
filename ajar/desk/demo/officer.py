"""Who reads for the court: an officer with a sign-in on the entity's host. What is shared with them, Anthony's story tells."""

from ajar.access import founding
from ajar.consents import actions as consents
from ajar.mandates import actions_entity, queries_entity


def tell(cast):
    """The officer of the office that follows Anthony's agreement, if there is one; else of the county's probation office."""
    machine = founding.system_of(cast.agency)
    offices = [row for row in queries_entity.offices(machine) if row.kind == "probation_parole"]
    office = (
        offices[0]
        if offices
        else consents.add_recipient(
            cast.dana, None, kind="probation_parole", name="County probation", verified_how="letter"
        )
    )
    officer, _link = actions_entity.invite_officer(
        machine, email="j.ruiz@probation.example.org", name="J. Ruiz, county probation", office=office
    )
    actions_entity.know_officer(cast.dana, officer)
