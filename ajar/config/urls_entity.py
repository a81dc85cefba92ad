"""The table of the entity's host: its own pages and the sign-in. What is not here is on no page of that host."""

from ajar.access import urls as access
from ajar.access.gate import Table
from ajar.mandates import urls_entity

handler400 = "ajar.mandates.views_entity.nothing"
handler403 = "ajar.mandates.views_entity.nothing"
handler404 = "ajar.mandates.views_entity.nothing"
handler500 = "ajar.access.errors.broken"
handler429 = "ajar.access.errors.too_many"  # read by allauth

urlpatterns = [Table([*access.sign_in, *urls_entity.urlpatterns])]
