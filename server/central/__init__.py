"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

# Each module makes its routes when it is imported.
from server.central import (  # noqa: F401
    attachments,
    comments,
    datasets,
    entities,
    entities_csv,
    entity_removing,
    forms,
    projects,
    sending,
    sessions,
    submission_versions,
    submissions,
)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
