"""Browsers in which a person is signed in, and the way back from allauth's pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import services
from accounts.views.guard import PersonRequest, signed_in_required


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('profile')}#safe")


@signed_in_required
def security(request: PersonRequest) -> HttpResponse:
    """Factors and sessions stand on the profile."""
    return _back()


@require_POST
@signed_in_required
def end_session(request: PersonRequest, sign_in_id: int) -> HttpResponse:
    if not services.end_session(user=request.user, sign_in_id=sign_in_id, actor=request.user.actor):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return _back()


@require_POST
@signed_in_required
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    keep = request.session.session_key or ""
    count = services.end_sessions(user=request.user, actor=request.user.actor, keep=keep)
    sentence = ngettext(
        "%(count)d other browser is signed out.", "%(count)d other browsers are signed out.", count
    )
    messages.success(request, sentence % {"count": count})
    return _back()
