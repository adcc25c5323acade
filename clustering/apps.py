from django.apps import AppConfig

from clustering import fence
from common import holder, unit


class ClusteringConfig(AppConfig):
    name = "clustering"

    def ready(self) -> None:
        unit.register_fence(fence.check, begin=fence.current)
        holder.count_tenures(fence.tenure)
