"""What marks may hint to a worker, in words that can be said. Hints suggest; nothing here decides or scores."""

from django.utils.translation import gettext_lazy as _

LOW, HIGH = 4, 7  # importance 0 to 4 is low; 7 and more is high (domain.md C.4)

RULER_HINTS = {
    "do-now": _("Ready today: do it now, together. Kit in hand, call side by side."),
    "explore": _("Not so important yet. Ask what matters more. No plan is needed."),
    "smaller": _(
        "It matters, and feels hard to do. Make the step smaller. Ask what worked before, and who could help."
    ),
    "plan": _("It matters and feels possible. A good time to plan together."),
}

# Prochaska and DiClemente (domain.md C.2): what may help, and what to leave out.
STAGE_HINTS = {
    "not-now": _("Stay in touch. Share facts only with a yes. Supplies for safer use help. Leave out warnings."),
    "two-minds": _("Look at both sides together. Leave out taking a side."),
    "getting-ready": _("Offer a menu. Find the smallest next step. Leave out big plans."),
    "doing": _("Notice what works. Solve snags together. Leave the goal where it is."),
    "keeping": _("Make a plan for hard days. After a break, the body handles less: say so."),
    "used-again": _("This is part of change. Ask what was learned. Check on overdose safety."),
}

# Both sides of one thing, as it is and if it changed (Miller and Rollnick: the decisional balance, with no weight).
SIDES = {
    "good": _("What is good about it?"),
    "not_good": _("What is not so good?"),
    "good_if": _("If it changed: what would be good?"),
    "not_good_if": _("If it changed: what would not be so good?"),
}


def ruler_hint(importance=None, confidence=None, readiness=None) -> str:
    """The key of RULER_HINTS that the newest marks suggest, or "". Marks are 0 to 10, None when not asked."""
    if readiness is not None and readiness >= HIGH:
        return "do-now"
    if importance is not None and importance <= LOW:
        return "explore"
    if importance is not None and importance >= HIGH and confidence is not None:
        if confidence >= HIGH:
            return "plan"
        if confidence <= LOW:
            return "smaller"
    return ""


def counts_said(kind: str, noticed_by: str) -> bool:
    """Whether "That counts" may be said: only for what the person called good (decision 42)."""
    return kind == "better" and noticed_by == "person"
