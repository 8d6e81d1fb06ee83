"""Tests of the invented province year."""
