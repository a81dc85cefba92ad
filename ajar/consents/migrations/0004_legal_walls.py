"""Rows of another agency, and a release under an order that the register does not carry: refused by the database itself."""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from ajar.access.walls import RowWall

CARRIES = """EXISTS (SELECT 1 FROM consents_legalrequest r WHERE r.id = NEW.legal_id AND r.agency_id = NEW.agency_id
 AND r.person_id = NEW.person_id AND r.section IN ('2.64', '2.65', '2.66') AND r.process_on IS NOT NULL
 AND r.order_on IS NOT NULL AND r.vacated_on IS NULL AND r.closed_on IS NULL
 AND (r.expires_on IS NULL OR r.expires_on >= NEW.day)
 AND r.first_id IS NOT NULL AND r.second_id IS NOT NULL AND r.first_id <> r.second_id)"""
TOLD = "NEW.released AND NEW.ground = 'court_order'"
SAYS = "an order of a court needs its row in the register, what compels, and two who agreed"


class OrderGate(Operation):
    """Nothing is released under an order but with order, process and two approvers in the register (42 CFR 2.61)."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                "CREATE TRIGGER consents_order_gate BEFORE INSERT ON consents_disclosure"
                f" WHEN {TOLD} AND NOT {CARRIES} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
            return
        schema_editor.execute(
            "CREATE FUNCTION consents_order_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {TOLD} AND NOT {CARRIES} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END IF;"
            " RETURN NEW; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER consents_order_gate BEFORE INSERT ON consents_disclosure"
            " FOR EACH ROW EXECUTE FUNCTION consents_order_gate()"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute("DROP TRIGGER consents_order_gate")
            return
        schema_editor.execute("DROP TRIGGER consents_order_gate ON consents_disclosure")
        schema_editor.execute("DROP FUNCTION consents_order_gate()")

    def describe(self):
        return "A release under an order stands in the register"


class Migration(migrations.Migration):
    dependencies = [("consents", "0003_legal")]
    operations = [
        RowWall("consents_legalrequest", "consents_lockdown", "consents_calllist"),
        OrderGate(),
    ]
