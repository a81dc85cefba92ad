import pytest
from django.http import Http404

from ajar.access.models import AuditLine
from ajar.people.queries import open_person


def test_a_teammate_opens_a_person_and_leaves_one_line_an_hour(cast):
    for _ in range(3):
        assert open_person(cast.amina, cast.person.pk).chosen_name == "Sara Quill"
    assert AuditLine.objects.filter(verb="person.opened", actor=cast.amina).count() == 1


@pytest.mark.parametrize("who", ["chidi", "esi"])
def test_an_outsider_gets_the_answer_for_nobody(cast, who):
    from ajar.access.middleware import set_agency

    set_agency(getattr(cast, who).agency_id)
    with pytest.raises(Http404):
        open_person(getattr(cast, who), cast.person.pk)
