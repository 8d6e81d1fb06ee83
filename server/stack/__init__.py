"""The running stack on one machine: private PostgreSQL with PostGIS and Redis, and the supervisor behind `yudee up`."""
