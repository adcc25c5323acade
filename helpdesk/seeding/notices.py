"""Which reactions leave a line in an agent's bell menu, and of what kind; whom they concern, they say."""

from tickets.models import Notification

KINDS = {
    "tickets.notify_created": Notification.Kind.ASSIGNED,
    "tickets.notify_assigned": Notification.Kind.ASSIGNED,
    "tickets.notify_replied": Notification.Kind.CUSTOMER_REPLIED,
}
