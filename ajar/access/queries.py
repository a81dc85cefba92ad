"""Questions about workers."""

from uuid import UUID

from ajar.access.models import Worker


def cast():
    """The workers of the demo, in the order in which they were made."""
    return Worker.objects.filter(is_active=True).exclude(role="system").select_related("agency").order_by("made_at")


def cast_member(worker_id: str) -> Worker | None:
    try:
        return cast().filter(pk=UUID(worker_id)).first()
    except ValueError:
        return None
