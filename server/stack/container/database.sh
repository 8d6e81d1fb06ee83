#!/bin/sh
# Runs once, in an empty database: the owner of Yudee's tables, who is no superuser, and what they need.
set -eu

psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set=password="$YUDEE_DATABASE_PASSWORD" <<'SQL'
create role yudee login createrole password :'password';
create database yudee owner yudee;
alter role :"USER" password null; -- the superuser is reached from inside this container alone
\connect yudee
create extension if not exists postgis;
create extension if not exists pg_trgm;
SQL
