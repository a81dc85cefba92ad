"""Names and words of people who do not exist, from syllables, with the skew of real names.

A few names are common and most are rare (Zipf), so that three letters of a find box meet hundreds of people, and an
unusual name one.
"""

import random
from itertools import accumulate

_START = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "y",
    "z",
    "ñ",
    "ø",
] + [""]
_MIDDLE = ["a", "e", "i", "o", "u", "ai", "ea", "ia", "ie", "io", "ou", "á", "é", "ö"]
_END = ["", "", "", "n", "r", "l", "s", "m", "th", "ck", "nd", "rt"]

_LINES = {
    "who": [
        "I",
        "my sister",
        "somebody at the shelter",
        "the driver",
        "my friend from the river",
        "the woman at the desk",
        "we",
    ],
    "did": [
        "came by after the rain",
        "slept four nights inside",
        "kept the paper in my shoe",
        "called and nobody picked up",
        "ate a warm meal",
        "got the letter about the room",
        "walked home a longer way",
        "talked about what comes next",
        "did it half as often this week",
        "wanted to be left alone",
        "laughed for the first time in days",
    ],
    "why": [
        "because mornings are the hard part",
        "and that is enough for now",
        "so the child has somewhere to go",
        "and nobody asked what for",
        "because I said so myself",
        "but the waiting makes it worse",
        "and I want to try again",
        "since the phone works only at night",
    ],
}


class MadeUp:
    """A generator of one sitting: the same seed makes the same people."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self._first, self._first_weights = self._pool(3_000)
        self._last, self._last_weights = self._pool(12_000)

    def _pool(self, size):
        names, known = [], set()
        while len(names) < size:
            name = self._word()
            if name not in known:
                known.add(name)
                names.append(name)
        return names, list(accumulate(1 / (rank + 3) for rank in range(size)))

    def _word(self):
        pick = self.dice.choice
        word = "".join(pick(_START) + pick(_MIDDLE) for _ in range(pick((1, 2, 2, 2, 3)))) + pick(_END)
        return word.capitalize()

    def name(self) -> str:
        """One word for a third of the people, two for most, three for a few."""
        first = self.dice.choices(self._first, cum_weights=self._first_weights)[0]
        last = self.dice.choices(self._last, cum_weights=self._last_weights)[0]
        draw = self.dice.random()
        return first if draw < 0.33 else f"{first} {last}" if draw < 0.95 else f"{first} {self._first[0]} {last}"

    def words(self, sentences: int = 1) -> str:
        pick = self.dice.choice
        said = [f"{pick(_LINES['who'])} {pick(_LINES['did'])}, {pick(_LINES['why'])}." for _ in range(sentences)]
        return " ".join(s[0].upper() + s[1:] for s in said)

    def how_many(self, mean: float, most: int) -> int:
        """A skewed count: many have few, a few have many (exponential)."""
        return min(int(self.dice.expovariate(1 / mean) + 0.5), most)
