"""Doors to what we call a person, how to reach them, who stands by them, and who looked."""

from django.contrib import messages
from django.forms import MultipleChoiceField
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ajar.access import drafts
from ajar.people import actions, finding, forms, queries, rates, search
from ajar.people.queries import open_person
from ajar.people.views import sent, slower, taken
from ajar.press.forms import number_in


def show(request, template, person, status=200, **context):
    name = queries.label(request.user, person)
    return render(request, f"people/{template}.html", {"person": person, "name": name, **context}, status=status)


def status_of(form) -> int:
    return 422 if form.is_bound else 200


def asked(request, paper, name, person, initial=None, **more):
    """The form as it was sent, or a new one with what its author was typing before they were called away."""
    if request.method == "POST":
        return paper(request.POST, **more)
    typed = drafts.load(request.user, name, person.pk)
    many = {key for key, field in paper.base_fields.items() if isinstance(field, MultipleChoiceField)}
    kept = {key: values if key in many else values[0] for key, values in typed.items() if values}
    return paper(initial={**(initial or {}), **kept}, **more)


def kept(request, name=None, person=None) -> None:
    if name:
        drafts.drop(request.user, name, person.pk)
    messages.success(request, _("Kept."))


def once_of(form):
    """(`once`, the rest) of a valid form."""
    words = dict(form.cleaned_data)
    return words.pop("once"), words


def name(request, person_id):
    person = open_person(request.user, person_id)
    now = {key: getattr(person, key) for key in ("chosen_name", "pronouns", "language", "version")}
    form = forms.NameForm(sent(request), initial=now)
    if form.is_valid():
        once, words = once_of(form)
        try:
            actions.name_person(request.user, person, once=once, **words)
        except actions.Refused:
            form.add_error(
                "chosen_name", _("Without a card, a name is what finds them. Write one, or add a card first.")
            )
        else:
            kept(request)
            return redirect("person-name", person.pk)
    return show(request, "name", person, status_of(form), form=form, pronouns=forms.PRONOUNS)


def words(request, person_id):
    person = open_person(request.user, person_id)
    newest = queries.words(request.user, person)
    now = {key: getattr(newest, key) for key in actions.WORDS} if newest else {}
    mine = newest.order if newest and newest.person_id == person.pk else queries.order_of(newest, person)
    form = asked(request, forms.WordsForm, "words", person, now | {"version": mine})
    if form.is_valid():
        once, said = once_of(form)
        actions.keep_words(request.user, person, once=once, **said)
        kept(request, "words", person)
        return redirect("person-words", person.pk)
    return show(request, "words", person, status_of(form), form=form, newest=newest)


def contact(request, person_id):
    person = open_person(request.user, person_id)
    rule = queries.contact(request.user, person)
    now = {key: getattr(rule, key) or "" for key in actions.CONTACT} if rule else {}
    now["days"] = now.get("days", "").split()
    mine = rule.order if rule and rule.person_id == person.pk else queries.order_of(rule, person)
    form = asked(request, forms.ContactForm, "contact", person, now | {"version": mine})
    if form.is_valid():
        once, said = once_of(form)
        actions.keep_contact(request.user, person, once=once, **said)
        kept(request, "contact", person)
        return redirect("contact-rules", person.pk)
    return show(request, "contact", person, status_of(form), form=form, rule=rule)


def supporters(request, person_id):
    person = open_person(request.user, person_id)
    form = asked(request, forms.SupporterForm, "supporter", person)
    if form.is_valid():
        once, said = once_of(form)
        actions.add_supporter(request.user, person, once=once, **said)
        kept(request, "supporter", person)
        return redirect("supporters", person.pk)
    rows = queries.supporters(request.user, person)
    return show(request, "supporters", person, status_of(form), form=form, supporters=rows)


def supporter(request, person_id, supporter_id):
    person = open_person(request.user, person_id)
    row = queries.supporter(request.user, person, supporter_id)
    if row.ended_on:
        return redirect("supporters", person.pk)
    now = {key: getattr(row, key) for key in ("name", "relation", "reach", "may_be_told", "version")}
    form = forms.SupporterChangeForm(sent(request), initial=now)
    if form.is_valid():
        once, said = once_of(form)
        actions.change_supporter(request.user, row, once=once, **said)
        kept(request)
        return redirect("supporters", person.pk)
    return show(request, "supporter", person, status_of(form), form=form, supporter=row)


def supporter_end(request, person_id, supporter_id):
    person = open_person(request.user, person_id)
    row = queries.supporter(request.user, person, supporter_id)
    if request.method == "POST" and not row.ended_on:
        actions.end_supporter(request.user, row)
        kept(request)
    return redirect("supporters", person.pk)


def looked(request, person_id):
    person = open_person(request.user, person_id)
    page = number_in(request.GET.get("page", "1")) or 0
    if not 1 <= page <= 10_000:
        raise Http404
    lines, more = queries.who_looked(request.user, person, page)
    return show(request, "looked", person, lines=lines, page=page, older=page + 1 if more else None)


def cards(request, person_id):
    person = open_person(request.user, person_id)
    form = forms.CodeForm(sent(request), initial={"code": finding.draw_code()})
    if form.is_valid():
        try:
            rates.check(request.user, "code")
            actions.add_code(request.user, person, code=form.cleaned_data["code"], once=form.cleaned_data["once"])
        except rates.Slower as pause:
            return slower(request, pause)
        except actions.Refused:
            rates.count(request.user, "code")
            form.add_error("memory", taken())
        else:
            kept(request)
            return redirect("cards", person.pk)
    codes = queries.codes(request.user, person)
    return show(request, "cards", person, status_of(form), form=form, codes=codes)


def card_end(request, person_id, code_id):
    """An interruption page: a card that has ended finds nobody and is never given again."""
    person = open_person(request.user, person_id)
    code = queries.code(request.user, person, code_id)
    if code.ended_on:
        return redirect("cards", person.pk)
    form = forms.TheirSay(sent(request))
    if form.is_valid():
        try:
            actions.end_code(request.user, person, code=code, once=form.cleaned_data["once"])
        except actions.Refused:
            form.add_error(None, _("This card is all that finds them. Add a name or another card first."))
        else:
            kept(request)
            return redirect("cards", person.pk)
    return show(request, "card_end", person, status_of(form), form=form, code=code)


def same(request, person_id):
    """Which other record is this person too? Found as anybody is found; joined on the next page."""
    person = open_person(request.user, person_id)
    form = forms.FindForm(sent(request))
    found = None
    if form.is_valid() and form.cleaned_data["find"]:
        try:
            found = search.search(request.user, form.cleaned_data["find"])
        except rates.Slower as pause:
            return slower(request, pause)
        found.people = [one for one in found.people if one.pk not in person.one_of]
    links = queries.links(request.user, person)
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "same", person, status, form=form, found=found, links=links)


def same_confirm(request, person_id, other_id):
    person = open_person(request.user, person_id)
    if other_id in person.one_of:
        return redirect("same", person.pk)
    other = queries.linked_or_not(request.user, person, other_id)
    form = forms.TheirSay(sent(request))
    if form.is_valid():
        actions.join(request.user, person, other=other, once=form.cleaned_data["once"])
        kept(request)
        return redirect("same", person.pk)
    context = {"form": form, "other": other, "other_name": queries.labels(request.user, [other.pk]).get(other.pk, "")}
    return show(request, "same_confirm", person, status_of(form), **context)


def part(request, person_id, link_id):
    person = open_person(request.user, person_id)
    link = queries.link(request.user, person, link_id)
    if link.parted_on:
        return redirect("same", person.pk)
    form = forms.TheirSay(sent(request))
    if form.is_valid():
        actions.part(request.user, person, link=link, once=form.cleaned_data["once"])
        kept(request)
        return redirect("same", person.pk)
    return show(request, "part", person, status_of(form), form=form, link=link)
