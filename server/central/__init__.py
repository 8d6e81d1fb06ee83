"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

from server.central import (  # noqa: F401  (their routes)
)
    attachments,
    comments,
    csv_files,
    forms,
    geojson,
    odata,
    projects,
    sessions,
    submissions,
    app_users,
    assignments,
    attachments,
    audits,
    comments,
    drafts,
    form_files,
    form_versions,
    forms,
    projects,
    roles,
    sessions,
    submissions,
    users,
)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
