"""Every room's table of pages. There is no other."""

from importlib import import_module

from ajar.access.gate import Table

handler400 = "ajar.access.errors.bad_request"
handler403 = "ajar.access.errors.not_for_you"
handler404 = "ajar.access.errors.not_here"
handler500 = "ajar.access.errors.broken"
handler429 = "ajar.access.errors.too_many"  # read by allauth

ROOMS = (
    "access", "people", "consents", "encounters", "goals", "plans", "directory", "basket", "mandates", "reflection",
    "guides", "desk",
)  # fmt: skip
urlpatterns = [Table([line for room in ROOMS for line in import_module(f"ajar.{room}.urls").urlpatterns])]
