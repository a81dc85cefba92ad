"""What SQLite's planner believes about sizes: a house of 50,000 people, from the first day.

Without statistics SQLite guesses that one agency has ten people, and walks through all of an agency to find fourteen
of them. Its own ANALYZE would say how small a new house is, and be believed when the house has grown. So the numbers
are ours, and plans are the same in every house. PostgreSQL counts by itself.
"""

ROWS = 1_000_000
# How many rows share one value of a column; an index multiplies what its columns leave over.
ALIKE = {
    "agency_id": ROWS,  # often the only one
    "team_id": ROWS // 100,
    "worker_id": ROWS // 1_000, "recorded_by_id": ROWS // 1_000, "by_id": ROWS // 1_000, "author_id": ROWS // 1_000,
    "actor_id": ROWS // 1_000, "added_by_id": ROWS // 1_000, "made_by_id": ROWS // 1_000, "asked_by_id": ROWS // 1_000,
    "person_id": 20, "subject": 20, "one_id": 2, "other_id": 2, "encounter_id": 3, "goal_id": 10, "walk_id": 10, "thing_id": 3,
    "digest": 500,
    "kind": ROWS // 4, "state": ROWS // 3, "verb": ROWS // 20, "role": ROWS // 8, "column": ROWS // 4,
    "day": ROWS // 1_000, "made_on": ROWS // 1_000, "last_seen": ROWS // 1_000, "seen": ROWS // 1_000,
    "since": ROWS // 1_000, "asked_on": ROWS // 1_000,
}  # fmt: skip
EMPTY = ROWS // 2  # of a column that may be empty, and mostly is
OTHER = 100


def line(columns: list[str], unique: bool, may_be_empty=()) -> str:
    """The `stat` of one index: rows in all, then how many share the first column, the first two, and so on."""
    shared, numbers = ROWS, [ROWS]
    for column in columns:
        alike = ALIKE.get(column, EMPTY if column in may_be_empty else OTHER)
        shared = max(1, shared * alike // ROWS)
        numbers.append(shared)
    if unique:
        numbers[-1] = 1
    return " ".join(map(str, numbers))


def write(connection) -> None:
    """Put the numbers where SQLite looks for them. On other databases nothing."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_master")  # makes the table if there is none
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("DELETE FROM sqlite_stat1")
        for table in tables:
            cursor.execute(f"PRAGMA table_info('{table}')")
            may_be_empty = {name for _, name, _, not_null, _, key in cursor.fetchall() if not (not_null or key)}
            cursor.execute(f"PRAGMA index_list('{table}')")
            for _, index, unique, *_ in cursor.fetchall():
                cursor.execute(f"PRAGMA index_info('{index}')")
                columns = [name for _, _, name in cursor.fetchall()]
                cursor.execute(
                    "INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [table, index, line(columns, unique, may_be_empty)]
                )
        cursor.execute("ANALYZE sqlite_master")  # and reads them
