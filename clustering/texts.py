"""What a node found out about itself, in words for the administrator."""

from django.utils.translation import gettext_lazy as _

from clustering.facts import CHECKS, SAME, Checks
from common.text import Text

# What is wrong, in short for a table's cell; and the sentence that refuses.
_SHORT: dict[str, Text] = {
    "files.differ": _("files differ"),
    "files.none": _("files not yet compared"),
    "files.unwritable": _("cannot write to the data folder"),
    "files.unreadable": _("cannot read the data folder"),
    "database.differ": _("files of another database"),
    "schema.missing": _("database is older than the program"),
    "schema.newer": _("program is older than the database"),
    "key.differ": _("another key file"),
    "key.none": _("key file not yet compared"),
}
_LONG: dict[str, Text] = {
    "files.differ": _(
        "Its data folder is not the active server’s: what that one has just written is not there. "
        "Set STORAGE_URL to the same folder or bucket on both."
    ),
    "files.none": _("The active server has not written its test file yet. Try again in a few seconds."),
    "files.unwritable": _("It cannot write to its data folder."),
    "files.unreadable": _("It cannot read its data folder."),
    "database.differ": _(
        "Its data folder belongs to another database. Compare DATABASE_URL on both servers."
    ),
    "schema.missing": _("Its program is newer than the database. Run “manage.py upgrade” first."),
    "schema.newer": _("Its program is too old for the database. Install the newer version there."),
    "key.differ": _(
        "Its key file is not the active server’s, so it could not read stored passwords. "
        "Copy the folder of secrets from there."
    ),
    "key.none": _("The active server has not shown which key file it has. Try again in a few seconds."),
}


def _found(checks: Checks, texts: dict[str, Text]) -> list[Text]:
    found: list[Text] = []
    for name in CHECKS:
        code, *detail = checks.get(name) or [SAME]
        if code != SAME:
            text = texts.get(f"{name}.{code}", code)
            found.append(f"{text} ({detail[0]})" if detail and detail[0] else text)
    return found


def short(checks: Checks) -> list[Text]:
    """What is wrong, a few words each."""
    return _found({name: value[:1] for name, value in checks.items()}, _SHORT)


def sentences(checks: Checks) -> list[Text]:
    """Why the node may not be active, a sentence each; none where nothing is wrong."""
    return _found(checks, _LONG)
