"""Uploads: files of a message that is still written."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from organization.guard import AgentRequest, agent_view
from tickets import services
from tickets.errors import TicketError
from tickets.models import Attachment


def _keep(request: AgentRequest, file: "UploadedFile[Any]") -> Attachment:
    file.seek(0)
    return services.upload(name=file.name or "", content=file, size=file.size or 0, by=request.user)  # type: ignore[arg-type]  # Django's file has what is read of it


@agent_view
@require_POST
def upload(request: AgentRequest) -> JsonResponse:
    """A file of a message that is still written; the answer is what the form sends back."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": "file"}, status=400)
    try:
        kept = _keep(request, file)
    except TicketError as error:
        return JsonResponse({"error": str(error.message)}, status=422)
    return JsonResponse({"id": services.token(kept), "name": kept.name, "size": kept.size})


def take_files(request: AgentRequest) -> tuple[int, ...]:
    """The uploads a form names, and files that came with the form itself. Raises TicketError."""
    ids = services.open_tokens(request.POST.getlist("upload"))
    return (*ids, *(_keep(request, file).pk for file in request.FILES.getlist("files")))
