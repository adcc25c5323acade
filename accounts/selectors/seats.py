"""Who takes a seat of the licence."""

from accounts.models import User
from licensing.registry import count_agents


@count_agents
def enabled_agents() -> int:
    """Agents who are switched on; who was invited counts from then on."""
    return User.objects.filter(is_agent=True, is_active=True).exclude(pk=User.QUEUE_ID).count()
