"""Everything that talks to PostgreSQL: the session, the tables, and all SQL."""
