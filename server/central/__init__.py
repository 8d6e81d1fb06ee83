"""Speaks ODK Central's REST to scripts and BI tools, under /v1; ODK's `project` is our workspace."""

from server.central import attachments, comments, forms, projects, sessions, submissions  # noqa: F401  (their routes)
from server.central.document import describe
from server.central.wire import central

__all__ = ["central", "describe"]
