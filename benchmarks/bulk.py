"""A million rows in minutes: as many a statement as fit, the indexes made at the end."""


class Bulk:
    """Rows of any model into its table: executemany on SQLite, COPY on PostgreSQL."""

    def __init__(self, connection):
        self.connection = connection
        self.sqlite = connection.vendor == "sqlite"
        self.waiting, self.kept, self.counts = {}, [], {}

    def __enter__(self):
        self.cursor = self.connection.cursor()
        if self.sqlite:
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-2000000"):
                self.cursor.execute(f"PRAGMA {pragma}")
            self.cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
                " AND name NOT LIKE 'django%' AND tbl_name NOT LIKE 'access_worker%'"
            )
        else:
            self.cursor.execute("SET session_replication_role = replica")  # the rows are whole by construction
            self.cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            self.cursor.execute("SET synchronous_commit = off")
            self.cursor.execute("SET maintenance_work_mem = '1GB'")
            self.cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " AND tablename ~ '^(people|encounters|goals|access_auditline|access_datakey)'"
                " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)"
            )
        self.kept = self.cursor.fetchall()
        for name, _ in self.kept:
            self.cursor.execute(f'DROP INDEX "{name}"')
        return self

    def add(self, row):
        self.waiting.setdefault(type(row), []).append(row)
        return row

    def flush(self):
        from django.db import transaction

        with transaction.atomic():
            for model, rows in self.waiting.items():
                self._put(model, rows)
                self.counts[model.__name__] = self.counts.get(model.__name__, 0) + len(rows)
        self.waiting.clear()

    def _put(self, model, rows):
        fields = model._meta.concrete_fields
        cells = [self._cell(field) for field in fields]
        values = ([cell(row) for cell in cells] for row in rows)
        columns = ", ".join(f'"{f.column}"' for f in fields)
        if self.sqlite:
            marks = ", ".join("?" * len(fields))
            raw = self.connection.connection
            raw.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values)
            return
        with self.cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
            for value in values:
                copy.write_row(value)

    def _cell(self, field):
        """What turns a row into its value for one column. The same as Django's own way, with a shortcut for ids."""
        kind, name, link = field.get_internal_type(), field.attname, self.connection
        if kind in ("UUIDField", "ForeignKey", "OneToOneField"):
            if not self.sqlite:
                return lambda row: getattr(row, name)
            return lambda row: None if (value := getattr(row, name)) is None else value.hex
        if kind in ("CharField", "PositiveIntegerField", "PositiveSmallIntegerField", "BooleanField"):
            return lambda row: getattr(row, name)
        return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection=link)

    def __exit__(self, kind, *_):
        if kind is None:
            for _, sql in self.kept:
                self.cursor.execute(sql)
            if self.sqlite:
                self.cursor.execute("PRAGMA foreign_key_check")
                wrong = self.cursor.fetchmany(3)
                if wrong:
                    raise SystemExit(f"rows that point nowhere: {wrong}")
                self.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                self.cursor.execute("VACUUM ANALYZE")
                self.cursor.execute("CHECKPOINT")
        self.cursor.close()
