"""Every room's table of pages. There is no other."""

from django.urls import include, path

handler400 = "ajar.access.errors.bad_request"
handler403 = "ajar.access.errors.not_for_you"
handler404 = "ajar.access.errors.not_here"
handler500 = "ajar.access.errors.broken"
handler429 = "ajar.access.errors.too_many"  # read by allauth

urlpatterns = [
    path("", include(f"ajar.{room}.urls"))
    for room in (
        "access",
        "people",
        "encounters",
        "goals",
        "plans",
        "directory",
        "basket",
        "reflection",
        "guides",
        "desk",
    )
]
