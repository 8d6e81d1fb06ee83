"""The life of a form: a workbook is converted, tried as a draft, published as a version, and its doors are closed.

conversion: a workbook becomes a definition, or says by sheet and row what is wrong; publishing: drafts and versions;
changes: what a new version does to those who hold the old one; needed: the questions that figures rest on; media: the
files beside a form; states: open, closing, closed, deleted, and for whom; trials: what testers get and send; uploads:
what waits to be converted; sheet: all of it together, as pages and commands show it.
"""

from server.domain.forms.conversion import check, convert, validate
from server.domain.forms.publishing import discard_draft, draft, publish, publish_draft

__all__ = ["check", "convert", "discard_draft", "draft", "publish", "publish_draft", "validate"]
