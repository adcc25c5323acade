"""The wizard's door: it leads to where one left."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.permissions import ADMINISTER
from accounts.views.guard import PersonRequest, permission_required
from wizards.selectors.progress import open_step


@require_safe
@permission_required(ADMINISTER)
def index(request: PersonRequest) -> HttpResponse:
    return redirect(open_step().url_name)
