"""How many decisions a second one core makes: `python -m benchmarks.decisions`.

Over the made-up questions of the tests (every ground, allowed and refused), each with all its reasons. Budget: 100,000.
"""

import statistics
import time

from ajar.consents.rules import decide
from ajar.consents.tests.made_up_facts import cases
from benchmarks.run import machine

QUESTIONS, ROUNDS = 20_000, 7


def main():
    asked = list(cases(1, QUESTIONS))
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for facts in asked:
            decide(facts)
        rates.append(QUESTIONS / (time.process_time() - started))
    print(machine())
    print(f"{statistics.median(rates):,.0f} decisions a second of processor, {min(rates):,.0f} to {max(rates):,.0f}")


if __name__ == "__main__":
    main()
