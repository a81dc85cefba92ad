"""Parts of life, the spectrum, stages: the lists that goals and changes are told in. No list here has an order of worth.

The goals are those of the source talk (seed 001, "Some goals of HR" and "Some other goals of HR"), by name.
"""

from django.utils.translation import gettext_lazy as _

# key: (the goal by name, the lane of the story strip that shows it)
DOMAINS = {
    "alive": (_("Staying alive"), "safe"),
    "safer-use": (_("Using more safely"), "use"),
    "less-use": (_("Using less"), "use"),
    "not-using": (_("Not using"), "use"),
    "emotions": (_("Feeling better inside"), "mood"),
    "health": (_("Health"), "health"),
    "health-care": (_("Getting on with health care"), "health"),
    "nutrition": (_("Eating better"), "health"),
    "income": (_("Steadier money"), "money"),
    "social": (_("Better times with others"), "people"),
    "isolation": (_("Less alone"), "people"),
    "support": (_("More people to lean on"), "people"),
    "normalization": (_("An everyday life"), "people"),
    "hcv": (_("Lower risk of hepatitis C"), "health"),
    "hiv": (_("Lower risk of HIV"), "health"),
    "home": (_("A better place to live"), "home"),
    "family": (_("A family that holds together"), "people"),
    "less-violence": (_("Less violence and anger"), "safe"),
    "less-crime": (_("Less trouble with the law"), "safe"),
    "love": (_("Loving and being loved"), "people"),
    "self-worth": (_("Feeling worth more"), "mood"),
    "stigma": (_("Less stigma"), "mood"),
    "autonomy": (_("Having choices"), "mood"),
    "any": (_("Any positive change"), "life"),
    "other": (_("Other, in your words"), "life"),
}
DOMAIN_CHOICES = [(key, name) for key, (name, _lane) in DOMAINS.items()]

LANES = {
    "safe": _("Safe"),
    "home": _("Home"),
    "health": _("Health"),
    "use": _("Use"),
    "money": _("Money and work"),
    "people": _("People"),
    "mood": _("Mood"),
    "life": _("Life"),
}
LANE_CHOICES = list(LANES.items())

# A change may be told by a part of life alone; a goal's domain is one of the list above.
PARTS = {key: name for key, (name, _lane) in DOMAINS.items()} | {k: n for k, n in LANES.items() if k not in DOMAINS}
PART_CHOICES = list(PARTS.items())


def lane_of(part: str) -> str:
    """The lane of the story strip that shows a domain or a part of life."""
    return DOMAINS[part][1] if part in DOMAINS else part


# Seed 004: safer practices, reduction of risk, abstinence; all equal members (domain.md C.8).
SPECTRUM = [("safer", _("safer")), ("less", _("less")), ("none", _("none")), ("not-use", _("not about use"))]
ORIGINS = [("mine", _("mine")), ("offered", _("offered, and I took it")), ("asked", _("asked of me"))]

# Prochaska and DiClemente, per goal, any direction (domain.md C.2), in words that can be said aloud.
STAGES = [
    ("", _("not asked")),
    ("not-now", _("not thinking of it now")),
    ("two-minds", _("in two minds")),
    ("getting-ready", _("getting ready")),
    ("doing", _("doing it")),
    ("keeping", _("keeping it going")),
    ("used-again", _("went back for a while")),
]
STATES = [("now", _("now")), ("resting", _("resting")), ("kept", _("kept")), ("let-go", _("let go"))]
SAID_BY = [("person", _("the person")), ("worker", _("worker, not yet checked with the person"))]

# domain.md C.8, in the order of the ladder.
RUNGS = [
    (1, _("alive and breathing tonight")),
    (2, _("a safe place, food, water, warmth")),
    (3, _("body: withdrawal, wounds, care")),
    (4, _("safe from others, the law")),
    (5, _("people, belonging")),
    (6, _("money, papers, work")),
    (7, _("meaning, growth")),
    (8, _("something else, or not said")),
]

OBSTACLE_OWNERS = [
    ("world", _("the world: poverty, racism, prices")),
    ("law", _("a law, the police, a court")),
    ("agency", _("a rule of ours")),
    ("other-agency", _("another service")),
    ("waiting", _("a waiting list")),
    ("person-near", _("somebody near")),
    ("pain", _("pain, illness, trauma")),
    ("other", _("something else")),
]
CONTINUUM = [
    ("", _("not placed")),
    ("none", _("none")),
    ("trying", _("trying it")),
    ("now-and-then", _("now and then")),
    ("regular", _("regular")),
    ("a-lot", _("a lot")),
    ("chaotic", _("chaotic")),
]
BEHAVIORS = [
    ("drugs", _("drugs")), ("drinking", _("drinking")), ("smoking", _("smoking or vaping")), ("gambling", _("gambling")),
    ("eating", _("eating")), ("sex", _("sex")), ("heart", _("heart and body")), ("screen", _("phone or games")),
    ("spending", _("spending")), ("other", _("something else")),
]  # fmt: skip
# A limit is about behavior toward others only; use, tests and missed visits are not on this list and cannot be.
LIMIT_BEHAVIORS = [
    ("threat", _("threatened somebody")),
    ("violence", _("hurt somebody")),
    ("harass", _("harassed or insulted somebody")),
    ("took", _("took what belongs to others")),
    ("broke", _("broke something others need")),
    ("weapon", _("brought a weapon")),
    ("sold-here", _("sold to others here")),
]
