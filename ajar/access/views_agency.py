"""Doors of the manager's page: who works here, where, in which teams, with which words."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ajar.access import actions, invitations, queries
from ajar.access.forms import ROLES, AgencyWordsForm, InviteForm, SiteForm, TeamForm, VersionPaper, WorkerForm


def agency(request):
    user = request.user
    workers = [(one, ROLES.get(one.role, one.role)) for one in queries.workers_of(user)]
    return render(
        request, "access/agency.html",
        {"workers": workers, "sites": queries.sites_of(user), "teams": queries.teams_of(user)},
    )  # fmt: skip


def _base(request) -> str:
    return f"{request.scheme}://{request.get_host()}"


def mail(request, worker):
    if invitations.send(worker, _base(request)):
        messages.info(request, _("An e-mail with a link is on its way to %(name)s.") % {"name": worker.name})
    else:
        messages.info(
            request,
            _("%(name)s is here now, and the e-mail could not be sent. Try “Send a new link” later.")
            % {"name": worker.name},
        )
    if settings.DEMO:  # nobody has a mailbox here
        messages.info(request, _("Demo: the link is %(link)s") % {"link": invitations.address(worker, _base(request))})


def _kept(request, template, form, keep, **more):
    """The same road for each form here: keep it and go back to the agency's page, or show it again."""
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            keep(once=said.pop("once"), **said)
        except actions.Refused as refused:
            form.add_error(None, WHY.get(str(refused), WHY[""]))
        else:
            return redirect("agency")
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)


WHY = {
    "taken": gettext_lazy("Somebody signs in with that e-mail already. Use another one."),
    "name taken": gettext_lazy("That name is used already. Choose another."),
    "own": gettext_lazy("You cannot change your own role. Ask another manager."),
    "no office": gettext_lazy("Choose a court or office that follows what somebody agreed to."),
    "no host": gettext_lazy("The pages for courts have no address yet. Whoever runs the machine sets one."),
    "": gettext_lazy("That is not possible here."),
}


def invite(request):
    user = request.user
    form = InviteForm(request.POST or None, sites=queries.sites_of(user), all_teams=queries.teams_of(user))

    def keep(**said):
        done = actions.invite_worker(user, **said)
        if done:  # a second press of the same button sends no second mail
            mail(request, done[0])

    return _kept(request, "access/worker_invite.html", form, keep)


def worker(request, worker_id):
    user, one = request.user, queries.worker_of(request.user, worker_id)
    form = WorkerForm(
        request.POST or None, sites=queries.sites_of(user), all_teams=queries.teams_of(user),
        initial={"role": one.role, "site": one.site_id, "teams": one.team_list, "version": one.version},
    )  # fmt: skip
    return _kept(
        request, "access/worker.html", form, lambda **said: actions.change_worker(user, one, **said),
        one=one, role=ROLES.get(one.role, one.role), own=one.pk == user.pk,
    )  # fmt: skip


@require_POST
def worker_switch(request, worker_id):
    """On, off, a new link, or second steps forgotten: one press each, at once."""
    one, what = queries.worker_of(request.user, worker_id), request.POST.get("what")
    try:
        if what in ("on", "off"):
            version = VersionPaper.base_fields["version"].clean(request.POST.get("version"))
            actions.switch_worker(request.user, one, version=version, on=what == "on")
        elif what == "link":
            actions.invite_again(request.user, one)
            mail(request, one)
        elif what == "factors":
            actions.forget_factors(request.user, one)
            messages.info(request, _("Done. At the next sign-in a new second step is set up."))
        else:
            raise Http404
    except actions.Refused as refused:
        messages.info(request, WHY.get(str(refused), WHY[""]))
    except ValidationError:
        raise Http404 from None
    return redirect("agency-worker", one.pk)


def site(request, site_id=None):
    user = request.user
    one = queries.site_of(user, site_id) if site_id else None
    initial = {"version": one.version if one else 0, "timezone": user.agency.timezone}
    if one:
        initial |= {"name": one.name, "kind": one.kind, "timezone": one.timezone}
    form = SiteForm(request.POST or None, initial=initial)

    def keep(version, **said):
        if one:
            return actions.change_site(user, one, version=version, **said)
        return actions.add_site(user, **said)

    return _kept(request, "access/site.html", form, keep, one=one)


def team(request, team_id=None):
    user = request.user
    one = queries.team_of(user, team_id) if team_id else None
    form = TeamForm(request.POST or None, initial={"version": one.version, "name": one.name} if one else {"version": 0})

    def keep(version, **said):
        if one:
            return actions.change_team(user, one, version=version, **said)
        return actions.add_team(user, **said)

    return _kept(request, "access/team.html", form, keep, one=one)


def words(request):
    user, ours = request.user, queries.agency_of(request.user)
    form = AgencyWordsForm(
        request.POST or None,
        initial={"version": ours.version, "person_word": ours.person_word, "setback_word": ours.setback_word},
    )
    return _kept(request, "access/words.html", form, lambda **said: actions.change_words(user, **said))
