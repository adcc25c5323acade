"""What the dispatcher has to do is followed when a failover is practised."""

from clustering.work import follow
from events.selectors.followed import WORK

for _kind in WORK:
    follow(_kind)
