"""Mail that waits is followed when a failover is practised."""

from clustering.work import follow
from mail.selectors.followed import WORK

for _kind in WORK:
    follow(_kind)
