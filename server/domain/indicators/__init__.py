"""The rules of a plan year as pure functions: no database, no web, no queue, no clock."""
