"""What to do when an object store refuses."""

from django.utils.translation import gettext as _


def store_advice(reason: str) -> str:
    """A sentence for each `reason` of ObjectStoreError."""
    to_do = {
        "bucket": _("There is no bucket of this name. Make it, or correct the name in STORAGE_URL."),
        "key": _(
            "The store does not know these keys. Compare STORAGE_KEY and STORAGE_SECRET with what it shows."
        ),
        "credentials": _(
            "No keys were found. Set STORAGE_KEY and STORAGE_SECRET, or give the server a role."
        ),
        "rights": _("Let these keys list the bucket, and read, write and delete what is in it."),
        "region": _("The bucket is in another region. Correct region= in STORAGE_URL."),
        "clock": _("The clock of this server is wrong, so the store takes no signature of it. Set it right."),
        "away": _(
            "The store was not reached. Compare endpoint= in STORAGE_URL, and look at firewall and network."
        ),
    }
    other = _("Look in the store’s own log, correct STORAGE_URL, and start the desk again.")
    return to_do.get(reason, other)
