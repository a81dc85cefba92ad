"""Counting a page's own SQL statements, apart from the housekeeping of every request (decision 35)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

HOUSEKEEPING = (
    "django_session", "access_worker", "access_agency", "access_site", "access_signin", "access_auditline", "access_cache",
    "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "set_config", "pg_advisory",
)  # fmt: skip


def own_statements(client, address) -> list[str]:
    """The statements of a page that is asked for the second time in the hour. The keys are the page's own."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200, address
    return [q["sql"] for q in caught if not _housekeeping(q["sql"])]


def _housekeeping(sql: str) -> bool:
    if "access_datakey" in sql:
        return False
    head = sql.split(" WHERE ")[0]
    return any(f'FROM "{name}"' in head or f'INTO "{name}"' in head or f'UPDATE "{name}"' in head or sql.startswith(name)
               or (name in ("set_config", "pg_advisory") and name in sql) for name in HOUSEKEEPING)  # fmt: skip
