"""Files that go up before their message is sent; the form then carries their signed tokens."""

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from tickets import services
from tickets.errors import TicketError
from tickets.selectors.uploads import waiting_uploads
from tickets.views.portal.limits import may_upload

MAX_FILES = 20


@dataclass(frozen=True, slots=True)
class Chip:
    """A file of the form: `id` is the token that the form sends back."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Files:
    """All files of a form; `problems` are sentences for the person. `ids` go to the service."""

    chips: tuple[Chip, ...]
    ids: tuple[int, ...]
    problems: tuple[str, ...]


NO_FILES = Files((), (), ())


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _keep(request: HttpRequest, file: "UploadedFile[bytes]") -> Chip:
    """Raises TooBigError."""
    content = cast("BinaryIO", file)
    kept = services.upload(name=file.name or "", content=content, size=file.size or 0, by=_person(request))
    return Chip(services.token(kept), kept.name, kept.size)


def collect(request: HttpRequest) -> Files:
    """What the form carries: tokens of earlier uploads, and files sent with the form itself, kept now so that
    an error in another field does not lose them."""
    chips: list[Chip] = []
    problems: list[str] = []
    for text in request.POST.getlist("upload")[:MAX_FILES]:
        try:
            found = waiting_uploads(services.open_tokens([text]))
        except TicketError as error:
            problems.append(str(error.message))
            continue
        chips += [Chip(text, row.name, row.size) for row in found]
    for file in request.FILES.getlist("files")[: MAX_FILES - len(chips)]:
        try:
            chips.append(_keep(request, file))
        except TicketError as error:
            problems.append(str(error.message))
    ids = services.open_tokens([chip.id for chip in chips]) if chips else ()
    return Files(tuple(chips), ids, tuple(dict.fromkeys(problems)))


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """One file; answers its token, or a sentence that says why not."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("No file came.")}, status=400)
    if not may_upload(request):
        return JsonResponse({"error": _("Too many files. Wait some minutes, then try again.")}, status=429)
    try:
        chip = _keep(request, file)
    except TicketError as error:
        return JsonResponse({"error": str(error.message)}, status=413)
    return JsonResponse({"id": chip.id, "name": chip.name, "size": chip.size})
