from django.apps import AppConfig

from clustering import fence
from common import unit


class ClusteringConfig(AppConfig):
    name = "clustering"

    def ready(self) -> None:
        unit.register_fence(fence.check, begin=fence.current)
