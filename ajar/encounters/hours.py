"""When a message may go: days and hours on the clock of a place, right on the nights when that clock is set (I-12).

A window is [from, until) and belongs to the day on which it begins; `until` earlier than `from` lies past midnight. An hour
that the clocks skip, or show twice, has two readings. A window begins at the later and ends at the earlier one, so that
what goes is inside it whichever was meant; it may then be shorter than said, and on such a night even empty.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """days: 0 is Monday. start, end: of the local clock, never the same."""

    days: frozenset
    start: time
    end: time

    @classmethod
    def of(cls, rule) -> "Hours | None":
        """What a contact rule says; None when it does not say enough."""
        try:
            days = frozenset(int(day) for day in (rule.days or "").split())
            start, end = (time.fromisoformat(hour or "") for hour in (rule.from_hour, rule.to_hour))
        except ValueError:
            return None
        return cls(days, start, end) if days and days <= set(range(7)) and start != end else None

    def window(self, day: date, zone: str) -> tuple[datetime, datetime]:
        """(begin, end) of the window that begins on a day, as instants; empty when the end does not come after."""
        last = day if self.start < self.end else day + DAY
        return max(_readings(day, self.start, zone)), min(_readings(last, self.end, zone))

    def allowed(self, instant: datetime, zone: str) -> bool:
        return self.next(instant, zone) == instant

    def next(self, instant: datetime, zone: str) -> datetime | None:
        """This instant if it is allowed, else the first one after it that is; None when there is none in five weeks."""
        if instant.tzinfo is None:
            raise ValueError("a time without a zone")
        first = instant.astimezone(ZoneInfo(zone)).date() - DAY
        for day in (first + n * DAY for n in range(36)):
            if day.weekday() not in self.days:
                continue
            begin, end = self.window(day, zone)
            if begin < end and instant < end:
                return max(instant, begin)
        return None


def _readings(day: date, hour: time, zone: str) -> list[datetime]:
    """The instants that a time on the wall may mean: one, or two where the clocks are set."""
    there = ZoneInfo(zone)
    return [datetime.combine(day, hour, tzinfo=there).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
