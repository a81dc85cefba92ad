"""Questions that every page asks, compiled once (docs/performance.md: building statements was four fifths of a page).

Django makes the SQL of a QuerySet anew at each call. A question here is a function of values that returns a
QuerySet; its SQL is made once for each shape of its values and kept, and later calls fill in the values:

    @compiled
    def sign_in_of(key, worker_id):
        return SignIn.objects.filter(session_key=key, worker_id=worker_id)

    sign_in_of(hashed(key), worker.pk)    # a list of rows

What the SQL depends on is its shape: whether a value is None, how many ids a list has, a worker's role and screen,
a person's linked records, and any bool, int or choice. Everything else is a value. The function must not ask the
database, and takes the time from `now` and `today` here: a moment or an id that is not among its values would be kept
with the SQL, so it is refused. Under test the first calls of each statement in a process are compared with what Django
says (COMPARE_STATEMENTS: how many).
"""

import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import update_wrapper
from itertools import count
from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.utils import timezone

SHAPES = 200  # of one question; a shape beyond these is asked as Django does

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_day: ContextVar[date | None] = ContextVar("day", default=None)


class NotAQuestion(AssertionError):
    """The SQL would keep a moment or an id that was not among its values, or the function asked the database."""


def now() -> datetime:
    """The moment, for a condition of a question."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The local day, for a condition of a question."""
    return _day.get() or timezone.localdate()


def padded(ids: list) -> list:
    """The ids, and ids of nobody, so that a list of any length has one of a few: a statement is kept for each length."""
    length = 8 if len(ids) <= 8 else 1 << (len(ids) - 1).bit_length()
    return ids + [uuid.uuid4() for _ in range(length - len(ids))]


class compiled:  # noqa: N801  it reads as a decorator
    def __init__(self, build):
        update_wrapper(self, build)
        self.build, self.kept = build, {}

    def __call__(self, *values) -> list:
        flat = [None, None]  # the moment and the day: asked for where a statement has a place for them
        for value in values:
            _flatten(value, flat)
        shape = (*map(_shape, values), _same(flat))
        statement = self.kept.get(shape)
        if statement is None:
            if len(self.kept) >= SHAPES:
                return list(self.build(*values))
            statement = self.kept[shape] = _Statement(self.build, values)
        if statement.compared < getattr(settings, "COMPARE_STATEMENTS", 0):
            statement.compared += 1
            statement.compare(self.build, values, flat)
        return statement.rows(flat)

    def first(self, *values):
        """The only or first row, or None; the question says how many it asks for."""
        return next(iter(self(*values)), None)


def _shape(value):
    """What of a value the SQL depends on."""
    if isinstance(value, models.Model):
        screen = getattr(value, "screen", None)
        seen = getattr(value, "role", None), screen and screen.state, getattr(value, "through_glass", None)
        return value.__class__, seen, len(getattr(value, "one_of", ()))
    if isinstance(value, list | tuple):
        return list, len(value)
    if value is None or isinstance(value, bool | int | Enum):
        return value
    return type(value)


def _flatten(value, into) -> None:
    """The single values inside."""
    if isinstance(value, models.Model):
        into += [value.pk, value.agency_id]
        if screen := getattr(value, "screen", None):
            into.append(screen.person)
        into += getattr(value, "one_of", ())
    elif isinstance(value, list | tuple):
        into += value
    elif value is not None and not isinstance(value, bool | int | Enum):
        into.append(value)


def _same(flat) -> tuple:
    """Which of the ids are the same: a screen that shows this very person, a record that is joined with none."""
    seen: dict = {}
    return tuple(seen.setdefault(value, at) for at, value in enumerate(flat) if isinstance(value, uuid.UUID))


_numbers = count(1)


def _token(value):
    """A value of the same kind that occurs nowhere else."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, datetime):
        return datetime(1907, 1, 1, tzinfo=UTC) + timedelta(seconds=next(_numbers))
    if isinstance(value, date):
        return date(2, 1, 1) + timedelta(days=next(_numbers))
    if isinstance(value, bytes):
        return uuid.uuid4().bytes
    if isinstance(value, str):
        return uuid.uuid4().hex + "?"
    raise NotAQuestion(f"no statement is kept for a {type(value).__name__}")


def _stand_ins(values) -> list:
    """The values with tokens in them; ids that are the same have the same token."""
    ids: dict = {}

    def token(value):
        return ids.setdefault(value, _token(value)) if isinstance(value, uuid.UUID) else _token(value)

    def stand_in(value):
        if isinstance(value, models.Model):
            there = value.__class__(pk=token(value.pk), agency_id=token(value.agency_id))
            if screen := getattr(value, "screen", None):
                there.role, there.through_glass = value.role, value.through_glass
                there.screen = type(screen)(screen.state, screen.person and token(screen.person))
            if hasattr(value, "one_of"):
                there.one_of = [token(one) for one in value.one_of]
            return there
        if isinstance(value, list | tuple):
            return [token(one) for one in value]
        if value is None or isinstance(value, bool | int | Enum):
            return value
        return token(value)

    return [stand_in(value) for value in values]


def _bare(param):
    """A parameter as it can be compared: the bytes in a driver's wrapping."""
    param = getattr(param, "obj", param)
    return bytes(param) if isinstance(param, memoryview | bytearray) else param


def _ways(ops, binary):
    """How a value may stand in the parameters: as it is, or as the database writes it."""
    return [
        (object, lambda v: v),
        (uuid.UUID, lambda v: v.hex),
        (datetime, ops.adapt_datetimefield_value),
        (date, ops.adapt_datefield_value),
        (bytes, binary),
    ]


@contextmanager
def _at(moment, day):
    tokens = _moment.set(moment), _day.set(day)
    try:
        yield
    finally:
        _moment.reset(tokens[0])
        _day.reset(tokens[1])


def _no_asking(execute, sql, params, many, context):
    raise NotAQuestion("a question asks the database when it is called, not when it is built")


class _Statement:
    """SQL with places for values, and what turns its rows into what the QuerySet yields."""

    compared = 0

    def __init__(self, build, values):
        connection = connections[DEFAULT_DB_ALIAS]
        moment, day = _token(timezone.now()), _token(timezone.localdate())
        there = _stand_ins(values)
        with _at(moment, day), connection.execute_wrapper(_no_asking):
            self.queryset = build(*there)
            self.compiler = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            try:
                self.sql, params = self.compiler.as_sql()
            except EmptyResultSet:
                self.sql = None
                return
        tokens = [moment, day]
        for value in there:
            _flatten(value, tokens)
        ways = _ways(connection.ops, connection.Database.Binary)
        self.fixed, self.places = list(params), []
        for at, param in enumerate(params):
            found = _find(_bare(param), tokens, ways)
            if found is None:
                _may_stay(build, param)
            else:
                self.places.append((at, *found))
        fields = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = list(self.compiler.get_converters(fields).items())

    def filled(self, flat) -> tuple:
        params = list(self.fixed)
        for at, number, way in self.places:
            if number < 2 and flat[number] is None:
                flat[number] = timezone.localdate() if number else timezone.now()
            params[at] = way(flat[number])
        return tuple(params)

    def rows(self, flat) -> list:
        if self.sql is None:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(flat))
            found = [self._converted(row, connection) for row in cursor.fetchall()]
        return list(self.queryset._iterable_class(_Asked(self, found)))

    def _converted(self, row, connection) -> tuple:
        """A row as Django's own compiler yields it: its columns, each in the type of its field."""
        cells = list(row[: self.compiler.col_count])
        for at, (ways, expression) in self.converters:
            for way in ways:
                cells[at] = way(cells[at], expression, connection)
        return tuple(cells)

    def compare(self, build, values, flat) -> None:
        flat[:2] = timezone.now(), timezone.localdate()
        with _at(*flat[:2]):
            try:
                sql, params = build(*values).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            except EmptyResultSet:
                sql, params = None, ()
        if sql != self.sql or (sql and [_bare(p) for p in params] != [_bare(p) for p in self.filled(flat)]):
            raise NotAQuestion(f"{build.__qualname__} says something else than what was kept:\n{sql}\n{self.sql}")


class _Asked:
    """As much of a QuerySet as what yields its rows looks at: the rows are there."""

    def __init__(self, statement, rows):
        there = statement.compiler
        compiler = SimpleNamespace(
            select=there.select, klass_info=there.klass_info, annotation_col_map=there.annotation_col_map,
            execute_sql=lambda **_: rows, results_iter=lambda *_, **__: iter(rows),
        )  # fmt: skip
        self.query = SimpleNamespace(get_compiler=lambda *_args, **_kwargs: compiler)
        self.db, self.model = DEFAULT_DB_ALIAS, statement.queryset.model
        self._known_related_objects, self._fields = {}, statement.queryset._fields


def _find(param, tokens, ways):
    """(which value, how it is written) of a parameter."""
    for number, token in enumerate(tokens):
        for kind, way in ways:
            if isinstance(token, kind) and type(written := _bare(way(token))) is type(param) and written == param:
                return number, way
    return None


def _may_stay(build, param) -> None:
    """Numbers, choices and short words may be kept with the SQL; a moment, a day or an id may not."""
    if isinstance(param, bool | int):
        return
    if isinstance(param, str) and len(param) < 30 and not re.match(r"\d{4}-\d\d-\d\d", param):
        return
    raise NotAQuestion(f"{build.__qualname__} would keep a {type(param).__name__} that is none of its values")
