"""Who may be told what: the page both look at, consents, what was agreed, what was told; and how the law binds the agency."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.consents import actions, actions_breach, actions_legal, views, views_breach, views_law, views_legal

A, C, SEE = "people/<uuid:person_id>/", "people/<uuid:person_id>/consents/<uuid:consent_id>/", Permission.SEE_PEOPLE
WRITE = actions.write_consent.needs
L, B = "legal/<uuid:legalrequest_id>/", "legal/breach/<uuid:breach_id>/"

urlpatterns = [
    page(A + "sharing/", views.sharing, needs=SEE, name="sharing", turned=True),
    page(A + "consents/new/", views.choose, needs=WRITE, name="consent-choose", turned=True),
    page(A + "consents/new/<slug:kind>/", views.new, needs=WRITE, name="consent-new", turned=True),
    page(C, views.consent, needs=SEE, name="consent", turned=True),
    page(C + "change/", views.change, needs=actions.change_consent.needs, name="consent-change", turned=True),
    page(C + "sign/", views.sign, needs=actions.sign_consent.needs, name="consent-sign", turned=True),
    page(C + "aside/", views.aside, needs=actions.set_aside.needs, name="consent-aside", turned=True),
    page(C + "copy/", views.copy, needs=actions.give_copy.needs, name="consent-copy", turned=True),
    page(C + "paper/", views.keep_paper, needs=actions.keep_signed_paper.needs, name="consent-paper"),
    page(A + "paper/<uuid:paper_id>/", views.signed_paper, needs=SEE, name="signed-paper", turned=True),
    page(C + "pdf/", views.as_pdf, needs=Permission.PRINT, name="consent-pdf", turned=True),
    page(C + "stop/", views.stop, needs=actions.stop_consent.needs, name="consent-stop", turned=True),
    page(C + "happened/", views.happened, needs=actions.event_happened.needs, name="consent-happened"),
    page(C + "question/", views.question, needs=actions.question_consent.needs, name="consent-question"),
    page(
        A + "recipients/<uuid:recipient_id>/checked/",
        views.checked,
        needs=actions.check_recipient.needs,
        name="recipient-checked",
    ),
    page(
        A + "restrictions/new/",
        views.restrict,
        needs=actions.agree_restriction.needs,
        name="restriction-new",
        turned=True,
    ),
    page(
        A + "restrictions/<uuid:restriction_id>/end/",
        views.unrestrict,
        needs=actions.end_restriction.needs,
        name="restriction-end",
        turned=True,
    ),
    page(A + "rights/", views.rights, needs=actions.give_rights.needs, name="rights", turned=True),
    page(A + "told/", views.accounting, needs=SEE, name="accounting", turned=True),
    page(A + "told/<uuid:disclosure_id>/", views.told, needs=SEE, name="told", turned=True),
    page(A + "told/<uuid:disclosure_id>/pdf/", views.told_pdf, needs=SEE, name="told-pdf", turned=True),
    page("legal/", views_legal.register, needs=Permission.APPROVE_ORDER, name="legal"),
    page("legal/came/", views_legal.came, needs=actions_legal.paper_came.needs, name="paper-came"),
    page("legal/calls/", views_legal.calls, needs=actions_legal.write_call_list.needs, name="call-list"),
    page("legal/warrant/", views_legal.warrant, needs=Permission.LEGAL_PAPER, name="warrant"),
    page(
        "legal/warrant/<slug:step>/", views_legal.warrant_step, needs=actions_legal.lock_down.needs, name="warrant-step"
    ),
    page(L, views_legal.paper, needs=Permission.APPROVE_ORDER, name="legal-paper"),
    page(L + "person/", views_legal.person, needs=actions_legal.name_person.needs, name="legal-person"),
    page(L + "order/", views_legal.order, needs=actions_legal.write_order.needs, name="legal-order"),
    page(L + "agree/", views_legal.agree, needs=actions_legal.approve_order.needs, name="legal-agree"),
    page(L + "done/", views_legal.done, needs=actions_legal.paper_done.needs, name="legal-done"),
    page(L + "reply/", views_legal.reply, needs=Permission.KEEP_LEGAL, name="legal-reply"),
    page(L + "steps/<slug:step>/", views_legal.step, needs=actions_legal.reply_sent.needs, name="legal-step"),
    page("legal/breach/", views_breach.new, needs=actions_breach.note_breach.needs, name="breach-new"),
    page(B, views_breach.breach, needs=Permission.KEEP_LEGAL, name="breach"),
    page(B + "weigh/", views_breach.weigh, needs=actions_breach.weigh_breach.needs, name="breach-weigh"),
    page(B + "people/", views_breach.affected, needs=actions_breach.add_affected.needs, name="breach-affected"),
    page(
        B + "people/<uuid:breachperson_id>/",
        views_breach.told,
        needs=actions_breach.told_affected.needs,
        name="breach-told",
    ),
    page(B + "steps/<slug:step>/", views_breach.step, needs=actions_breach.note_told.needs, name="breach-step"),
    page(A + "safe/<uuid:task_id>/", views_breach.safe, needs=actions_breach.made_safe.needs, name="breach-safe"),
    page(A + "orders/", views_legal.orders, needs=Permission.DISCLOSE, name="orders"),
    page(A + L, views_legal.under_order, needs=Permission.DISCLOSE, name="under-order"),
    page("agency/law/", views_law.law, needs=actions.set_coverage.needs, name="law"),
    page("agency/law/teams/<uuid:team_id>/", views_law.unit, needs=actions.set_unit.needs, name="law-unit"),
    page("agency/law/notice/", views_law.compared, needs=actions.compare_notice.needs, name="notice-compared"),
]
