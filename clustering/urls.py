from django.urls import URLPattern, URLResolver, path

from clustering.views import activate, joining, page, practice, verbs

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/cluster", page.cluster, name="settings_cluster"),
    path("settings/cluster/add", joining.add, name="settings_cluster_add"),
    path("settings/cluster/networks", page.networks, name="settings_cluster_networks"),
    path("settings/cluster/refused", page.refused, name="settings_cluster_refused"),
    path("settings/cluster/<int:node>/<slug:verb>", verbs.act, name="settings_cluster_act"),
    path("settings/cluster/practise", practice.practise, name="settings_cluster_practise"),
    path("settings/cluster/practise/schedule", practice.schedule, name="settings_cluster_schedule"),
    path("settings/cluster/practise/<int:practice>", practice.report, name="settings_cluster_report"),
    path("ActivateNode", activate.activate_node, name="activate_node"),
    path("ActivateNode.aspx", activate.activate_node, name="activate_node_aspx"),
]
