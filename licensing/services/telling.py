"""Each stage of a grace period is told once."""

from common.clock import database_now
from common.unit import write
from licensing.models import StoredLicense
from licensing.selectors.telling import GraceNews, untold_of


@write
def tell_grace() -> GraceNews | None:
    """What the administrators are to be mailed now; from here on they know. Joins the unit that mails it.

    Under the lock of the row: two that ask at once do not both get an answer.
    """
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    news = untold_of(row, database_now())
    if news is not None:
        row.told_of, row.told_stage = news.since, news.stage
        row.save(update_fields=["told_of", "told_stage"])
    return news
