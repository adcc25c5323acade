from common.models.columns import ActorColumns
from common.models.counters import Count
from common.models.files import Blob
from common.models.log import AuditEntry, OutboxRow
from common.models.realtime import SignalRow
from common.models.search import SearchDocument
from common.models.small import Option, Sequence, ThrottleRow

__all__ = [
    "ActorColumns",
    "AuditEntry",
    "Blob",
    "Count",
    "Option",
    "OutboxRow",
    "SearchDocument",
    "Sequence",
    "SignalRow",
    "ThrottleRow",
]
