"""Tests of the SQL, against a real database."""
