"""What an order of a court must hold before it carries anything (42 CFR 2.61 to 2.67), and what is still missing. Pure."""

from django.utils.translation import gettext_lazy as _

# What the court must have found, by the section that it decided under.
FINDINGS: dict[str, tuple[str, ...]] = {
    "2.64": ("no_other_way", "interest_outweighs"),
    "2.65": ("serious_crime", "substantial_value", "no_other_way", "interest_outweighs", "own_counsel"),
    "2.66": ("no_other_way", "interest_outweighs"),
}
SECTION_OF = {"civil": "2.64", "criminal": "2.65", "program": "2.66"}  # which section fits which use
CONFIDENTIAL = ("threat", "crime", "opened")  # 2.63(a)(1) to (3)
FINDING_WORDS = {
    "no_other_way": _("There is no other way to get it, or none that would work (2.64(d)(1), 2.65(d)(3))."),
    "interest_outweighs": _("The need outweighs the harm to the person, their trust in us and our work (2.64(d)(2), 2.65(d)(4))."),
    "serious_crime": _("The crime is extremely serious, like a killing (2.65(d)(1))."),
    "substantial_value": _("The record is likely to be of real value to the matter (2.65(d)(2))."),
    "own_counsel": _("We had our own lawyer there, or those who asked are not police or a prosecutor (2.65(d)(5))."),
}  # fmt: skip
CONFIDENTIAL_WORDS = {
    "threat": _("needed against a threat to life, or of serious injury (2.63(a)(1))"),
    "crime": _("needed for an extremely serious crime (2.63(a)(2))"),
    "opened": _("the person spoke of them there themselves (2.63(a)(3))"),
}
LACKS = {
    "person": _("Nobody is named whom it is about."),
    "order": _("No order of a court under part 2 is written down. A subpoena alone is not one (42 CFR 2.61)."),
    "agents": _("An order under 2.67 lets somebody work here under cover. It opens no record (42 CFR 2.67)."),
    "section": _("The order was made under a section that does not fit this matter (42 CFR 2.64, 2.65, 2.66)."),
    "findings": _("The order does not say all that the court must find."),
    "process": _("Nothing compels us: an order allows, a subpoena demands, and both are needed (42 CFR 2.61)."),
    "classes": _("The order does not say what it reaches."),
    "office": _("Nobody is named who may have it."),
    "vacated": _("The court took the order back."),
    "expired": _("The order has ended."),
    "exposed": _("The order names the person where everybody can read it. Counsel asks the court to change that."),
    "two_approvers": _("Two people who did not write it down must agree."),
}


def stands(section: str, use: str, findings) -> bool:
    """Whether this is an order of part 2 for that use, with every finding. 2.67 is about agents and never opens a record."""
    needed = FINDINGS.get(section)
    return needed is not None and SECTION_OF.get(use) == section and set(needed) <= set(findings)


def lacks(row, today) -> list[str]:
    """Codes of LACKS, in the order of the law: what stands between a request and a release. Nothing: it may be prepared."""
    found = [] if row.person_id else ["person"]
    if row.section == "2.67":
        return [*found, "agents"]
    if row.section not in FINDINGS or row.order_on is None:
        return [*found, "order"]
    said = row.findings.split()
    if SECTION_OF.get(row.use) != row.section:
        found.append("section")
    elif not stands(row.section, row.use, said):
        found.append("findings")
    found += [
        code for code, missing in (
            ("process", row.process_on is None), ("classes", not row.classes), ("office", row.office_id is None),
            ("vacated", row.vacated_on is not None),
            ("expired", row.expires_on is not None and row.expires_on < today),
            ("exposed", row.exposed and not row.settled.strip()), ("two_approvers", row.agreed < 2),
        ) if missing
    ]  # fmt: skip
    return found
