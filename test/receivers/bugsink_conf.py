"""Bugsink by itself on one machine, in the folder it is started in: no mail, no calls home, no quotas."""
from bugsink.settings.default import *  # noqa: F403

SECRET_KEY = "of a server that lives for one test"
SNAPPEA = {"TASK_ALWAYS_EAGER": True}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TIME_ZONE = "UTC"

PERIODS = ["5_MINUTES", "HOUR", "MONTH"]
BUGSINK = {
    "BASE_URL": "http://127.0.0.1",
    "PHONEHOME": False,
    "SINGLE_USER": True,
    "INGEST_STORE_BASE_DIR": "ingestion",
    **{f"MAX_EVENTS_PER_{period}": 1_000_000 for period in PERIODS},
    **{f"MAX_EVENTS_PER_PROJECT_PER_{period}": 1_000_000 for period in PERIODS},
}
