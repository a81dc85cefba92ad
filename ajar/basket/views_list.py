"""Doors of a manager to the list of options: what the law of this place allows."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ajar.basket import actions_list, catalogue
from ajar.basket import queries_law as laws
from ajar.basket.forms import LawForm
from ajar.basket.views import or_cannot_be_read


@or_cannot_be_read
@require_GET
def law(request):
    """Every option that laws differ about, and what was said of it last."""
    return render(request, "basket/law.html", {"flagged": laws.flagged(request.user)})


@or_cannot_be_read
def option_law(request, option_id):
    """What the law here says of one option; what was said before stands under it."""
    option = catalogue.option_named(option_id)
    if option is None or not option.state_law_flag:
        raise Http404
    form = LawForm(request.POST or None)
    if form.is_valid():
        actions_list.confirm_law(request.user, option=option.id, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("options-law")
    context = {"option": option, "form": form, "history": laws.history(request.user, option.id)}
    return render(request, "basket/option_law.html", context, status=422 if form.is_bound else 200)
