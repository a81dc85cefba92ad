"""Doors of a manager to the list of options: what is on it, what was changed here, what the law of this place allows."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ajar.access import drafts
from ajar.access.act import ChangedMeanwhile
from ajar.basket import actions_list, catalogue, own
from ajar.basket import queries_list as queries
from ajar.basket.forms_list import LawForm, ListForm, OptionForm, values_of
from ajar.basket.views import or_cannot_be_read
from ajar.people.actions import Refused
from ajar.people.queries import or_404
from ajar.press.content import ContentWrong
from ajar.press.forms import from_draft


@or_cannot_be_read
@require_GET
def listed(request):
    """The whole list, what is retired too, with what this place did with each."""
    here = queries.the_list(request.user)
    subjects = [
        (name, [(option, here.marks.get(option.id)) for option in options])
        for _key, name, options in catalogue.by_subject(here.all.values())
    ]
    changed = [(option, here.marks[option.id]) for option in here.all.values() if option.id in here.marks]
    return render(request, "basket/listed.html", {"subjects": subjects, "changed": changed})


@or_cannot_be_read
@require_GET
def kept(request, option_id):
    """One option of the list: as it stands, as Ajar has it, and what was done with it here."""
    return _kept(request, option_id)


def _kept(request, option_id, form=None):
    """form: what was sent to take it off the list, where that did not go."""
    # The versions first: what comes between the two is then met as changed meanwhile, and not overwritten.
    rows = queries.versions(request.user, option_id)
    here = queries.the_list(request.user)
    option = or_404(here.named(option_id))
    ours = here.ours.get(option_id)
    was = ours
    for row in reversed(rows):
        row.differs = _fields(own.differences(was, row.it)) if row.act == "changed" else []
        row.press = _press(rows)
        was = row.it or ours
    context = {
        "option": option, "retired": option_id in here.retired, "rows": rows, "ours": ours, "back": _press(rows),
        "as_ours": not rows or rows[0].act == "ours", "form": form or ListForm(initial={"number": len(rows)}),
        "differs": _fields(own.differences(ours, option)), "allowed": here.allows(option),
        "check": here.law.get(option_id),
    }  # fmt: skip
    return render(request, "basket/kept.html", context, status=422 if form else 200)


def _press(rows) -> ListForm:
    """The paper of one button: each counts once for itself."""
    return ListForm(initial={"number": len(rows)}, auto_id=False)


def _fields(differences) -> list[str]:
    """What differs, as the form calls it."""
    form, read = OptionForm(), _("Who has read these words over?")
    names = [f"{name}-{language}" if language else name for name, language in differences]
    return [str(form.fields[name].label) if name in form.fields else read for name in names]


@or_cannot_be_read
def new(request):
    """An option of this place's own."""
    draft = "option"
    left = _left(request, draft)
    form = OptionForm(request.POST or None, initial={"number": 0} | left)
    if form.is_valid():
        try:
            row = actions_list.add_option(
                request.user, said=form.said(), why=form.cleaned_data["why"], once=form.cleaned_data["once"]
            )
        except ContentWrong as refused:
            form.tell(refused.wrongs)
        except Refused:
            form.add_error("spectrum", _needs_staying())
        else:
            drafts.drop(request.user, draft)
            _say(request, row.option, _("Kept, and offered from now on."))
            return redirect("option-kept", row.option)
    return _paper(request, form, None, draft=draft, left=left)


@or_cannot_be_read
def change(request, option_id):
    """The words and facts of one option, from now on."""
    number = len(queries.versions(request.user, option_id))  # before the words, as in `_kept`
    here = queries.the_list(request.user)
    option = or_404(here.named(option_id))
    draft = f"option-{option.id}"
    # With the number that the words were typed beside: what somebody else changed since is told, and not overwritten.
    left = _left(request, draft)
    form = OptionForm(request.POST or None, initial=values_of(option) | {"number": number} | left)
    meanwhile = False
    if form.is_valid():
        clean = form.cleaned_data
        try:
            actions_list.change_option(
                request.user, option=option_id, said=form.said(), number=clean["number"], why=clean["why"],
                once=clean["once"],
            )  # fmt: skip
        except ContentWrong as refused:
            form.tell(refused.wrongs)
        except Refused as refused:
            if str(refused) == "same":
                form.add_error(None, _("It stands like this already. Nothing was kept anew."))
                return _paper(request, form, option, draft=draft)
            same = set(clean["spectrum"]) == set(option.spectrum)
            form.add_error("state_law_flag" if same and clean["state_law_flag"] else "spectrum", _needs_staying())
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody changed this option since the page was opened. Nothing was changed."))
            # What stands now is on the page with the words that were typed; the next press goes on from there.
            form.go_on_from(number)
            meanwhile = True
        else:
            drafts.drop(request.user, draft)
            _say(request, option_id, _("Kept, and offered like this from now on."))
            return redirect("option-kept", option_id)
    return _paper(request, form, option, draft=draft, left=left, retired=option_id in here.retired, meanwhile=meanwhile)


def _left(request, draft) -> dict:
    """What was typed and not sent."""
    return {} if request.method == "POST" else from_draft(OptionForm, drafts.load(request.user, draft))


def _say(request, option_id, words):
    """How it went; an option that nobody has confirmed is not called offered."""
    if queries.the_list(request.user).offers(option_id):
        messages.success(request, words)
    else:
        messages.success(request, _("Kept. It is not offered yet."))


def _paper(request, form, option, **more):
    context = {"form": form, "option": option} | more
    return render(request, "basket/option_form.html", context, status=422 if form.is_bound else 200)


@or_cannot_be_read
@require_POST
def retire(request, option_id):
    _named_or_404(request, option_id)
    words = _("It is not offered here any more. Where it was offered before, it keeps its words.")
    return _done(request, option_id, actions_list.retire_option, words, option=option_id)


@or_cannot_be_read
@require_POST
def again(request, optionversion_id):
    version = queries.version_of(request.user, optionversion_id)
    return _done(request, version.option, actions_list.use_again, _("Offered like this again."), version=version)


@or_cannot_be_read
@require_POST
def ours(request, option_id):
    _named_or_404(request, option_id)
    return _done(request, option_id, actions_list.back_to_ours, _("As Ajar has it, from now on."), option=option_id)


def _named_or_404(request, option_id):
    return or_404(queries.the_list(request.user).named(option_id))


def _done(request, option_id, action, words, **more):
    """One press on the page of an option, and there how it went; where it did not go, no word that was typed is lost."""
    form = ListForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        # A number that does not read is no version that stood there: told as any other old page.
        action(request.user, number=said.get("number", -1), why=said.get("why", ""), once=said.get("once"), **more)
    except Refused as refused:
        told = _("This one is your own; Ajar has none.") if str(refused) == "own" else _needs_staying()
    except ChangedMeanwhile:
        told = _changed_meanwhile()
    else:
        if action is actions_list.retire_option:
            messages.success(request, words)
        else:
            _say(request, option_id, words)
        return redirect("option-kept", option_id)
    if said.get("why"):
        form.go_on_from(len(queries.versions(request.user, option_id)))
        form.add_error(None, told)
        return _kept(request, option_id, form)
    messages.info(request, told)
    return redirect("option-kept", option_id)


def _needs_staying():
    return _(
        "Of each kind one has to stay on the list: staying as it is, safer, less and none. This would take the last one. "
        "Nothing was changed."
    )


def _changed_meanwhile():
    return _("Somebody changed this option since the page was opened. Look at it anew. Nothing was changed.")


@or_cannot_be_read
@require_GET
def law(request):
    """Every option that laws differ about, and what was said of it last."""
    return render(request, "basket/law.html", {"flagged": queries.flagged(request.user)})


@or_cannot_be_read
def option_law(request, option_id):
    """What the law here says of one option; what was said before stands under it."""
    option = queries.the_list(request.user).named(option_id)
    if option is None or not option.state_law_flag:
        raise Http404
    form = LawForm(request.POST or None)
    if form.is_valid():
        try:
            actions_list.confirm_law(request.user, option=option.id, **form.cleaned_data)
        except Refused:
            form.add_error("answer", _needs_staying())
        else:
            messages.success(request, _("Kept."))
            return redirect("options-law")
    context = {"option": option, "form": form, "history": queries.said_of(request.user, option.id)}
    return render(request, "basket/option_law.html", context, status=422 if form.is_bound else 200)
