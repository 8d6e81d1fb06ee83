"""The life of a project: entering, screening, deciding, paying, reporting, and where it stands."""
