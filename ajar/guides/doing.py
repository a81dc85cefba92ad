"""What an answer of the map does, by name: kept in the talk, said, asked, or a page of another room. No database here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# What a line is called in the talk and on the note.
LINES = {
    "need": _("What matters most"),
    "better": _("Something better"),
    "setback": _("Something hard"),
    "event": _("What happened"),
    "strength": _("What has helped"),
    "goal": _("A goal"),
    "step": _("A small step"),
    "supporter": _("Who could help"),
    "option": _("An idea to try"),
    "sides": _("Both sides"),
    "next": _("Next time"),
    "job": _("What will do that job"),
    "teach": _("What you know and we do not"),
    "align": _("Your goal and what they ask"),
    "tell": _("Your own words to them"),
    "knows": _("What you know about it already"),
    "why": _("Why not a lower number"),
    "why_sure": _("Why not a lower number"),
    "line": _("Said"),
}

# What an answer of this name keeps in the talk, until it is read together at the end. See `keeping.py`.
KEEPS = {
    "log_change": "better",
    "log_setback": "setback",
    "log_event": "event",
    "add_strength": "strength",
    "set_need": "need",
    "set_goal": "goal",
    "rate_goal": "closeness",
    "set_step": "step",
    "rate_confidence": "sure",
    "add_supporter": "supporter",
    "keep_option": "line",
    "add_own_option": "option",
    "keep_known": "knows",
    "log_contact": "line",
    "keep_sides": "sides",
    "save_alignment": "align",
    "drop_step": "",  # a step that was named a moment ago is taken off again
}

# A short answer on the next page. Nothing is said of a loss, a fear or a hurt (decision 42).
SAYS = {
    "say_well_done": _("That counts."),
    "say_thanks": _("Thank you for saying so. It goes with what helps you, as you said it."),
    "keep_door_open": _("Your place is still here, on any day."),
    "mark_private": _("You can just say it. Then nothing is written."),
}

# A box on the next page: (what stands above it, the kind of line it keeps).
ASKS = {
    "ask_job": (_("Before less or none: what will do that job for you?"), "job"),
    "draft_own_words": (_("What do you want to tell or ask them? It stays here until you say yes."), "tell"),
    "ask_teach": (_("You know this better than we do. What should we know?"), "teach"),
}
# Of a number that was given, and is not 0: what it is kept as, and the kind of line and the cell that hold the number.
WHY_NOT_LOWER = _("Why not a lower number?")
NUMBERS = {"rate_goal": ("why", "goal", "closeness"), "rate_confidence": ("why_sure", "step", "sure")}
# What a box beside a question keeps.
ASIDES = ("job", "teach", "tell", "why", "why_sure")

# What the worker alone reads and does, on their own screen, after saying so aloud.
WORKERS = {"offer_supervisor", "flag_supervision", "stay_with"}

# The kind of plan that an answer opens; of `open_safety_plan` the question says which, and else it is for hard times.
PLANS = {"open_family_plan": "child", "open_overdose_plan": "overdose"}
PLAN = "hard"

SHOWS = {"show_crisis_numbers", "open_privacy_text"}
# Done by the page of the end itself: read the note together, take feedback, print.
AT_THE_END = {"review_note", "ask_feedback", "print_card"}
# Leave to share ideas is kept at once: without it the basket stays closed.
LEAVE = {"open_basket": "yes", "no_leave": "later"}


@dataclass(frozen=True)
class Door:
    """A page of another room that an answer opens. page: its name; it is about the person, whose id it takes."""

    page: str
    words: object
    quiet: bool = False  # said only where nobody else reads along


# These go on with the encounter of the talk.
HUNG_ON = ("followup-new", "referral-search", "referral-new")

DOORS = {
    "open_quick_log": Door("handout-new", _("Hand something out, and keep that you did")),
    "set_anonymous": Door("cards", _("A card with a code, and no name")),
    "open_resources": Door("referral-search", _("Find a place or a service")),
    "make_referral": Door("referral-new", _("Call together, and keep where to")),
    "set_safe_contact": Door("contact-rules", _("How it is safe to reach you"), quiet=True),
    "set_words": Door("person-words", _("The words you like")),
    "open_basket": Door("offers", _("The basket")),
    "open_compare": Door("compare", _("Side by side")),
    "give_handout": Door("handout-new", _("Take it with you on paper")),
    "open_story": Door("story", _("How far you have come")),
    "print_card": Door("print-new", _("Something to take with you")),
    "schedule_contact": Door("followup-new", _("Set a day and a way")),
    "send_safe_message": Door("message-new", _("Send the safe message")),
    "contact_partner": Door("partner-ask", _("Ask the partner agency")),
    "open_disclosure_preview": Door("court-sees", _("What the court will see")),
    "open_mandate": Door("mandates", _("What a court asks")),
    "mark_private": Door("confidence-new", _("Keep it between us")),
    "change_consent": Door("sharing", _("Who can see what")),
    "open_sharing": Door("sharing", _("Who can see what")),
}

# What this shows is about a court: on a worker's page who may not see it, `NO_COURT` stands in its place.
COURT = {"open_disclosure_preview", "open_mandate"}
NO_COURT = _("This talk sends nothing to a court. A counselor can show you what a court may see.")

# Rooms that a map may name, and those of them that are not built yet: what names one of these waits for it.
ROOMS = ("mandates", "consents")
ROOMS_TO_COME = ()

COURT_PAGES = {DOORS[name].page for name in COURT}
OPENS_PLAN = {"open_safety_plan", *PLANS}
ALL = {*KEEPS, *SAYS, *ASKS, *WORKERS, *OPENS_PLAN, *SHOWS, *AT_THE_END, *LEAVE, *DOORS}


def waits(node: dict) -> bool:
    """Whether this question waits for a room that is not built yet."""
    return node.get("room", "") in ROOMS_TO_COME


def leave_asked(does) -> str:
    """What an answer that does these says about sharing ideas: a kind of leave, or nothing."""
    return next((LEAVE[name] for name in does if name in LEAVE), "")
