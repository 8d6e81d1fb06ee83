"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

# Each module makes its routes when it is imported.
from server.central import (  # noqa: F401
    app_users,
    assignments,
    attachments,
    audits,
    comments,
    csv_files,
    datasets,
    drafts,
    entities,
    entities_csv,
    entities_geojson,
    entity_removing,
    form_files,
    form_versions,
    forms,
    geojson,
    odata,
    projects,
    roles,
    sending,
    sessions,
    submission_versions,
    submissions,
    users,
)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
