"""What may stand on a print, and how its parts are kept. No database here."""

from django.utils.translation import gettext_lazy as _

# No part holds a diagnosis, a score, a worker's note or a worker's name: such a part does not exist.
PARTS = {
    "name": _("What to call me"),
    "most": _("What matters most to me now"),
    "goals": _("My goals"),
    "step": _("My next step"),
    "helped": _("What has helped me"),
    "next": _("When we meet or talk next"),
    "numbers": _("My numbers"),
    "agency": _("The name of this place"),
}
LAW = "law"  # of an overdose plan: what the agency wrote on calling for help
BESIDE = "plan"  # of a print of the story: the person's plan goes with it
TICKED_FIRST = ("most", "step", "next", "numbers")
PAPERS = {"letter": _("Letter"), "a4": _("A4")}
KINDS = {"sheet": _("A sheet of paper"), "card": _("A card for a wallet")}
NEVER_IF_SOMEONE_COULD_HURT = frozenset({"agency"})


def packed(parts, paper: str, known=PARTS, *, beside=False) -> str:
    """Parts in their own order, and the paper, as the row keeps them. known: the parts there are, of a plan its own.

    beside: a plan goes with the story; which one is the row's to say, for its kind is sealed.
    """
    return " ".join([*(key for key in known if key in parts), *([BESIDE] if beside else []), f"on-{paper}"])


def unpacked(text: str) -> tuple[list[str], str]:
    words = text.split()
    paper = next((w[3:] for w in words if w.startswith("on-")), "letter")
    return [w for w in words if w in PARTS], paper if paper in PAPERS else "letter"
