"""The Celery application: only a wake-up and a clock; what there is to do stands in rows."""

import os
import sys

from celery import Celery

from helpdesk import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
assert broker.SCHEME  # its import makes the scheme known
app.conf.worker_enable_remote_control = False  # nobody asks workers anything; what they do stands in rows
app.conf.worker_send_task_events = False
app.conf.worker_prefetch_multiplier = 1
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize  # else each task makes its own; see serve.workers
app.conf.beat_schedule = {
    f"due-{queue}": {
        "task": "clustering.jobs.run_due",
        "schedule": 1.0,
        "args": (queue,),
        "options": {"queue": queue, "expires": 10},
    }
    for queue in ("work", "mail")
}
app.autodiscover_tasks(related_name="jobs")
