"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

from server.central import (  # noqa: F401  (their routes)
    attachments,
    comments,
    csv_files,
    forms,
    geojson,
    odata,
    projects,
    sessions,
    submissions,
)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
