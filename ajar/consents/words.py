"""Each code of a decision in plain words: why, and what would make it a yes. For workers; nobody outside is ever told why.

An empty second part says that nothing here changes the answer.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ajar.consents.facts import Basis


class Why(NamedTuple):
    why: str
    then: str = ""


SIGN_AGAIN = _("Make a new one with the person, if they still want it.")
COUNSEL = _("Ask the privacy officer, who asks your counsel.")

WHY = {
    # the question itself
    "nothing_asked": Why(_("Nothing to tell was chosen."), _("Choose what it is about.")),
    "no_basis": Why(_("Nothing allows this."), _("A consent that names them, or another ground that really fits.")),
    "proceeding": Why(
        _("It is for a proceeding against the person."),
        _("A consent of its own for that proceeding, or an order of a court together with a subpoena."),
    ),
    "part2_binds": Why(_("42 CFR part 2 binds these records; HIPAA alone is not enough."), _("A ground of part 2.")),
    "quarantined": Why(_("This record is held while something about it is looked into."), COUNSEL),
    "contact_risk": Why(
        _("This way, or this recipient, could get the person hurt."), _("Ask the person how it is safe.")
    ),
    "restriction": Why(_("We agreed with the person not to."), _("Ask the person. Only they can change it.")),
    "more_than_needed": Why(_("This purpose does not need it."), _("Ask for less, or say why this purpose needs it.")),
    "kept_apart": Why(
        _("Kept apart from the rest of the record."),
        _("A consent that the person gives for just this. They can also tell it themselves."),
    ),
    "state_unknown": Why(_("The law of your state on this is not filled in."), COUNSEL),
    # inside, and the person
    "no_need": Why(_("Your work with this person does not need it."), _("Ask a supervisor, if it does.")),
    "held_back": Why(
        _("A licensed colleague holds it back for somebody's safety, with a reason."),
        _("The person can ask for that to be looked at again."),
    ),
    "representative": Why(_("Nobody has checked that they may act for the person."), _("Look at their papers.")),
    "no_proxy": Why(_("Nobody reads along for a young person."), _("Ask the young person.")),
    # a consent
    "no_consent": Why(_("There is no consent on file."), _("Ask the person whether they want one.")),
    "another_kind": Why(_("This consent is of another kind."), _("Choose the consent that is meant for this.")),
    "deficient:person": Why(_("The consent does not name the person."), SIGN_AGAIN),
    "deficient:disclosers": Why(_("The consent does not say who may tell."), SIGN_AGAIN),
    "deficient:classes": Why(_("The consent does not say clearly what may be told."), SIGN_AGAIN),
    "deficient:recipients": Why(_("The consent does not say who may be told."), SIGN_AGAIN),
    "deficient:4ii": Why(
        _("The consent names a network but not which of its members, or not only those who treat the person."),
        SIGN_AGAIN,
    ),
    "deficient:4iii": Why(_("The consent does not say how a provider or plan may pass it on."), SIGN_AGAIN),
    "deficient:purpose": Why(_("The consent does not say what for, or says it too widely."), SIGN_AGAIN),
    "deficient:5f": Why(_("The consent does not say that fundraising letters can be stopped."), SIGN_AGAIN),
    "deficient:revocation": Why(_("The consent does not say how it can be taken back."), SIGN_AGAIN),
    "deficient:expiry": Why(_("The consent does not say when it ends."), SIGN_AGAIN),
    "deficient:signature": Why(_("The person has not signed."), SIGN_AGAIN),
    "deficient:signed_on": Why(_("No day of signing, or one still to come."), SIGN_AGAIN),
    "deficient:signer": Why(
        _("Here the law asks for two signatures: the young person's and a parent's or guardian's."), SIGN_AGAIN
    ),
    "deficient:tpo_statements": Why(
        _("The consent does not say that it may be passed on, or what saying no would mean."), SIGN_AGAIN
    ),
    "deficient:condition": Why(
        _("No paper shows that a court made coming here a condition."),
        _("Add the court's paper, or make a consent that can be taken back at any time."),
    ),
    "deficient:revocable": Why(
        _("The consent does not say from when it can be taken back, or that is after the court is done."), SIGN_AGAIN
    ),
    "materially_false": Why(_("Something in this consent is known not to be true."), SIGN_AGAIN),
    "suspended_oral": Why(_("The person said to stop."), _("Only the person can say yes again.")),
    "revoked": Why(_("The person took this consent back."), SIGN_AGAIN),
    "expired": Why(_("It has ended."), SIGN_AGAIN),
    "expired_event": Why(_("The event that ends this consent has happened."), SIGN_AGAIN),
    "not_yet_valid": Why(_("It does not begin until later."), _("Wait until its first day.")),
    "final_disposition": Why(_("The court is done, and so is this consent.")),
    "notice_unavailable": Why(
        _("The notice that must go along is missing, or nobody has compared it with the official text."),
        _("Ask the privacy officer to compare it and say so."),
    ),
    "recipient_not_covered": Why(
        _("They are not among those who may be told."), _("A consent or an order that names them.")
    ),
    "relation_unknown": Why(
        _("Nobody has noted that they treat or help this person."), _("Check it, and note it with the recipient.")
    ),
    "contract_missing": Why(
        _("They have not agreed in writing to keep to part 2."), _("An agreement in writing that says so.")
    ),
    "monitoring_duty": Why(
        _("Of the court, only those who follow this person's own conditions may be told."), _("Ask who that is.")
    ),
    "purpose_not_covered": Why(_("The consent is for something else."), _("A consent for this purpose.")),
    "class_not_covered": Why(_("The consent does not speak of this."), _("A consent that does, if the person wants.")),
    "dates_not_covered": Why(_("None of these days may be told of."), _("Choose other days.")),
    "dates_cut": Why(_("Some of these days may not be told of.")),
    "told_use": Why(
        _("What the person told us of use may be told under this consent, and does not have to be."),
        _("The clinical lead decides, and the person is told first."),
    ),
    "hipaa_authorisation_revoked": Why(
        _("The person took it back in writing. Part 2 may still allow it; HIPAA may not."), COUNSEL
    ),
    # no consent
    "hipaa_human": Why(_("Part 2 does not bind here, and this is not treatment, payment or operations."), COUNSEL),
    "not_a_service": Why(_("Caring for somebody together is not a service to us."), _("A consent that names them.")),
    "agreement_missing": Why(_("The written agreement for this is missing."), _("The agreement, signed.")),
    "not_medical": Why(_("In an emergency only medical staff may be told.")),
    "no_emergency": Why(_("There is no emergency in which the person cannot be asked."), _("Ask the person.")),
    "verify_caller": Why(
        _("We do not know that it is the hospital who asks."), _("Call back on a number you look up.")
    ),
    "not_here": Why(_("It was not here and not against staff, so police may not be told.")),
    "not_for_this_ground": Why(_("This ground does not reach that far.")),
    "a_human_act": Why(
        _("A human makes this report, never the software."), _("Make it yourself, if the law asks it of you.")
    ),
    "not_the_first_report": Why(
        _("The law allows the first report, not what they ask after it."), _("A consent, or an order of a court.")
    ),
    "prenatal": Why(_("Reports of use in pregnancy are allowed only as the state's own law says."), COUNSEL),
    "identifiers": Why(_("Somebody could be known from it."), _("Take out all that names anybody.")),
    "order_missing": Why(
        _("There is no order of a court with the findings of part 2. A subpoena alone is not one."), COUNSEL
    ),
    "vacated": Why(_("The court took this order back.")),
    "order_permits_only": Why(_("The order allows it and does not demand it."), COUNSEL),
    "identity_exposed": Why(_("The order names the person where everybody can read it."), COUNSEL),
    "two_approvers": Why(_("Two named people must agree first."), _("Ask them.")),
    "not_ordered": Why(_("The order does not name this.")),
}

# What must follow an allow: not reasons, tasks.
OWED = {
    "emergency_facts": _(
        "Write down now: who was told and where they work, who told, when, and what the emergency was."
    ),
    "in_writing": _("Get it in writing that they want to stop. Nothing goes out meanwhile."),
    "quarantine_consent": _("Hold this consent until somebody has looked into it."),
    "talk_about_revoking": _("The person asked to take it back. Talk with them about when that is possible."),
}

# A ground without a consent, as the person reads it beside what was told.
GROUNDS = {
    Basis.PATIENT_ACCESS: _("You asked for your own record."),
    Basis.QSO: _("They do a service for us, under a written agreement (42 CFR 2.11)."),
    Basis.MEDICAL_EMERGENCY: _("It was a medical emergency (42 CFR 2.51)."),
    Basis.CRIME_ON_PREMISES: _("Something happened here, or to our staff (42 CFR 2.12(c)(5))."),
    Basis.CHILD_ABUSE_REPORT: _("State law asked for a first report about a child (42 CFR 2.12(c)(6))."),
    Basis.RESEARCH: _("A study, with the papers that the law asks for (42 CFR 2.52)."),
    Basis.AUDIT_EVAL: _("Somebody checked our work, as the law lets them (42 CFR 2.53)."),
    Basis.PUBLIC_HEALTH_DEIDENTIFIED: _("Numbers that name nobody (42 CFR 2.54)."),
    Basis.COURT_ORDER: _("A court ordered it and demanded it (42 CFR 2.61 to 2.67)."),
    Basis.VITAL_STATISTICS: _("The law on causes of death (42 CFR 2.15)."),
    Basis.MINOR_THREAT: _("There was a threat to life (42 CFR 2.14)."),
    Basis.HIPAA: _("Part 2 does not bind this record; HIPAA allows it."),
}
