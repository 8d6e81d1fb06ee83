"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

from server.central import attachments, comments, forms, projects, sending, sessions, submissions  # noqa: F401
from server.central import submission_versions as _versions  # noqa: F401  (all of them for their routes)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
