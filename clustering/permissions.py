"""Who looks after the servers."""

from django.utils.translation import gettext_lazy as _

from common import options
from common.permissions import declare

MANAGE_CLUSTER = declare(
    "cluster.manage", _("Enable, disable and switch the servers of the desk"), defaults=("administrator",)
)
# From where a server may be made active without signing in.
ACTIVATE_NETWORKS = options.declare(
    "cluster.activate_networks",
    ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
)
# When a failover is practised by itself (services.practice.schedule.Schedule).
PRACTICE_SCHEDULE = options.declare("cluster.practice_schedule", {})
