"""Yudee's own JSON: villages, grades, areas, progress; described by OpenAPI."""
