"""Who has still to read our words over (decision 41)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ajar.basket import catalogue
from ajar.press import content

# Every list of words that ships as content, by its file or folder; a test holds that none is missing here.
OTHER_WORDS = {
    "directory/needs": _("Everyday words for what people need"),
    "directory/marks": _("What matters about a place"),
    "messages/safe": _("Safe messages"),
    "notices/disclosure": _("The statements of federal law that go along with what is sent"),
    "plans/safety": _("Questions of a plan for hard times"),
    "plans/numbers": _("Numbers to carry"),
    "reflection/instead": _("What is possible instead of stopping"),
}

# The same, where each entry has places for reviewers of its own; a folder stands for each of its files.
OTHER_ENTRIES = {
    "guides/talk": _("The map of a talk, in English"),
    "guides/talk.es": _("The map of a talk, in Spanish"),
    "notices/rights": _("The notice of rights, in English"),
    "notices/rights.es": _("The notice of rights, in Spanish"),
    "consents/forms": _("What each kind of consent is, in English"),
    "consents/forms.es": _("What each kind of consent is, in Spanish"),
    "consents/statements": _("What a consent says before it is signed, in English"),
    "consents/statements.es": _("What a consent says before it is signed, in Spanish"),
    "consents/law": _("What the rules of a state are called, in English"),
    "consents/law.es": _("What the rules of a state are called, in Spanish"),
    "law": _("The law of a state"),
    "consents/words": _("What may be told, what for and to whom, in English"),
    "consents/words.es": _("What may be told, what for and to whom, in Spanish"),
}


@dataclass(frozen=True)
class Waiting:
    """Words of one kind. nobody: how many no one has reviewed; roles: [(role, how many wait for it)]."""

    name: str
    count: int
    nobody: int
    roles: list[tuple[str, int]]

    @property
    def waiting(self) -> list[tuple[str, int]]:
        """(role in words, how many wait for it)."""
        return [(ROLE_NAMES[role], left) for role, left in self.roles if left]


ROLE_NAMES = {
    "lived experience": _("by someone with lived experience"),
    "clinical": _("by a clinician"),
    "legal": _("by a lawyer"),
}


def words_waiting(options) -> list[Waiting]:
    """These options in each language, then the other lists. Raises ContentWrong."""
    found = [
        _of_options(_("Options, in English"), [option.reviewers for option in options]),
        _of_options(_("Options, in Spanish"), [option.reviewers_es for option in options]),
    ]
    for list_, name in OTHER_WORDS.items():
        files = [(len(content.load(file)["entries"]), content.unreviewed(file)) for file in content.files_of(list_)]
        roles = [(role, sum(count for count, missing in files if role in missing)) for role in content.REVIEWS]
        nobody = sum(count for count, missing in files if len(missing) == len(content.REVIEWS))
        found.append(Waiting(name, sum(count for count, _missing in files), nobody, roles))
    return found + [
        _of_options(name, [each for file in content.files_of(list_) for each in content.reviewers_in(file)])
        for list_, name in OTHER_ENTRIES.items()
    ]


def _of_options(name, reviewers: list[tuple]) -> Waiting:
    roles = [(role, sum(all(one.role != role for one in each) for each in reviewers)) for role in content.REVIEWS]
    return Waiting(name, len(reviewers), sum(not each for each in reviewers), roles)


def subjects_waiting(options) -> list[tuple[str, str, int, int]]:
    """(key, name, options, how many of them nobody has reviewed in one language or the other) of each subject."""
    return [
        (key, name, len(options), sum(not (o.reviewers and o.reviewers_es) for o in options))
        for key, name, options in catalogue.by_subject(options)
    ]


def reviewers_of(option: catalogue.Option) -> list[tuple[str, str, object]]:
    """(name, role in words, day) of whoever reviewed the words in the language of the page."""
    return [(one.name, ROLE_NAMES[one.role], one.on) for one in option.read_by]
