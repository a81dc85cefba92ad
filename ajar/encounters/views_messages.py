"""Doors of safe messages: choose, look at exactly what will go, send; what was sent; try again, take back."""

from django.contrib import messages as notices
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ajar.access.middleware import here as back_to
from ajar.encounters import actions_messages, carrying, forms_messages, rules, safe_words
from ajar.encounters import queries_messages as queries
from ajar.encounters.views import shown
from ajar.people.actions import Refused
from ajar.people.queries import contact, open_person
from ajar.press import content
from ajar.press.forms import VersionPaper, number_in


def new(request, person_id):
    person = open_person(request.user, person_id)
    if request.method == "POST":
        return _send(request, person)
    asked = request.GET if "text" in request.GET or "way" in request.GET else None
    return _page(request, person, asked)


def _send(request, person):
    form = forms_messages.SendForm(request.POST)
    if not form.is_valid():
        return _page(request, person, None, status=422)
    try:
        row = actions_messages.send_message(request.user, person, **form.cleaned_data)
    except actions_messages.ShownOtherwise:
        return _page(request, person, request.POST, status=422, changed=True)
    _say(request, row)
    return redirect(back_to(request, reverse("messages", args=[person.pk])))


def _say(request, row) -> None:
    if row.state == "sent":
        notices.success(request, _("The message is sent."))
    elif row.state == "not-sent":
        notices.warning(request, _("The message is not sent.") + f" {row.reason_in_words}")
    else:
        notices.info(request, _("The message waits for an hour that is safe. Then it goes by itself."))


def _page(request, person, asked, status=200, changed=False):
    """Choose, or look at what was chosen. asked: what holds `text` and `way`; changed: it is not what was shown before."""
    ways, why = queries.reach(request.user, person)
    preview = paper = None
    choose = forms_messages.ChooseForm(asked, ways=ways, language=safe_words.language_of(person)) if ways else None
    if choose and choose.is_valid():
        preview = queries.preview(request.user, person, **choose.cleaned_data)
    if preview:
        zone = rules.zone_of(request.user)
        preview_at = preview.goes_at and rules.local(preview.goes_at, zone)
        said = {"text": preview.text, "way": preview.way.kind, "shown": preview.mark}
        paper = forms_messages.SendForm(initial=said)
    return shown(
        request,
        "message_new",
        person,
        422 if choose and choose.errors else status,
        choose=choose,
        preview=preview,
        goes_at=preview_at if preview else None,
        form=paper,
        changed=changed,
        why=safe_words.WHY.get(why, ""),
        rule=contact(request.user, person),
        unreviewed=bool(content.unreviewed(safe_words.SET)),
        back=request.POST.get("here") or request.GET.get("here", ""),
    )


def messages(request, person_id):
    person = open_person(request.user, person_id)
    page = number_in(request.GET.get("page", "1")) or 0
    if not 1 <= page <= 10_000:
        raise Http404
    rows, more = queries.messages(request.user, person, page)
    return shown(request, "messages", person, rows=rows, page=page, older=page + 1 if more else None)


@require_POST
def again(request, person_id, message_id):
    return _change(request, person_id, message_id, actions_messages.try_again, carries=True)


@require_POST
def stop(request, person_id, message_id):
    return _change(request, person_id, message_id, actions_messages.take_back)


def _change(request, person_id, message_id, act, carries=False):
    person = open_person(request.user, person_id)
    row = queries.message_of(request.user, person, message_id)
    form = VersionPaper(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        row = act(request.user, row, **form.cleaned_data)
    except Refused:
        notices.info(request, _("Somebody has seen to this message already. Here is what stands."))
    else:
        if carries:
            row = carrying.carry(row)
        _say(request, row)
    return redirect("messages", person.pk)
