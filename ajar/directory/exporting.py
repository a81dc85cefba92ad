"""The directory going out as HSDS 3.0: JSON as the API gives it, or a zip of CSV tables.

It is handed the records and asks for none: no module that writes files may know of people.
"""

import csv
import io
import json
import zipfile
from itertools import chain

from ajar.directory import hsds
from ajar.directory.tables import Tables, flat

_META = {
    "name": "human_services_data",
    "title": "Human Services Data",
    "profile": "tabular-data-package",
    "version": "3.0.0",
}


def as_json(records, file) -> int:
    """Writes one list of documents, a document at a time; how many."""
    count = 0
    file.write("[")
    for record in records:
        file.write((",\n" if count else "\n") + record.body)
        count += 1
    file.write("\n]\n")
    return count


def as_csv(records, path) -> int:
    """Writes a zip of tables with a datapackage.json; how many rows. A row that stands in several documents is one row."""
    count = 0
    with Tables() as tables, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for record in records:
            for table, row in flat(record.table, json.loads(record.body)):
                tables.merge(table, row)
        resources = []
        for table, said in hsds.TABLES.items():
            columns, name = tables.columns(table), f"{said['file']}.csv"
            rows = tables.rows(table)
            if (first := next(rows, None)) is None:
                continue
            with out.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
                writer = csv.writer(text)
                writer.writerow(columns)
                for row in chain([first], rows):
                    writer.writerow([_cell(row.get(column)) for column in columns])
                    count += 1
            fields = [{"name": column} for column in columns]
            resources.append({"name": table, "path": name, "schema": {"primaryKey": "id", "fields": fields}})
        out.writestr("datapackage.json", json.dumps(_META | {"resources": resources}, indent=1))
    return count


def _cell(value) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)
