"""What an operator hears about the texts of consents: a statement of 42 CFR 2.32 that is not there, a file that is wrong."""

from django.core.checks import Error, register

from ajar.consents import law, notices, papers, rights
from ajar.press.content import ContentWrong

READ = {
    notices.check: "Nothing can be sent under a consent until it is right.",
    rights.rights: None,
    law.check: "Until it is right, all that hangs on the law of a state goes to a human.",
    papers.check: "No consent can be signed until it is right.",
}


@register()
def texts_are_right(app_configs=None, **kwargs):
    found = []
    for read, hint in READ.items():
        try:
            read()
        except ContentWrong as refused:
            found += [Error(str(wrong), hint=hint, id="ajar.E041") for wrong in refused.wrongs]
    return found
