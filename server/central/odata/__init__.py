"""OData 4.0, minimal conformance, as ODK Central has it: tables of submissions and of entities for BI tools.

query: what a request asks for · service: the documents of a service · metadata: EDMX · writing: rows as they are sent ·
submissions, entities: the routes.
"""

from server.central.odata import entities, submissions  # noqa: F401  (their routes)
