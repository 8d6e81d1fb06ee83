"""The OData services of ODK Central: of each form and of each entity list."""

from server.central.odata import entities, submissions  # noqa: F401  (their routes)
