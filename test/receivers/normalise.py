"""Reads events, one a line, and prints what Relay makes of each."""
import json
import sys

from sentry_relay.processing import StoreNormalizer

normalizer = StoreNormalizer(
    project_id=1,
    client_ip="192.0.2.1",
    protocol_version="7",
    is_renormalize=False,
    remove_other=True,
    normalize_user_agent=True,
    enable_trimming=True,
)
for line in sys.stdin:
    print(json.dumps(normalizer.normalize_event(raw_event=line)), flush=True)
