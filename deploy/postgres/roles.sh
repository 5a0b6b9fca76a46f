#!/bin/bash
# Makes the two roles and the database of Afterword on a fresh PostgreSQL 17 or later (docker-compose.yml runs it
# once; by hand: as a superuser, with OWNER_PASSWORD and APP_PASSWORD set and the usual PG* variables).
# The application logs in as afterword_app, which owns nothing and cannot step around row-level security.
set -euo pipefail
: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}"

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
SET log_statement = 'none';
CREATE ROLE afterword_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE afterword_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE afterword OWNER afterword_owner TEMPLATE template0
    ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE afterword FROM PUBLIC;
GRANT CONNECT ON DATABASE afterword TO afterword_app;
\connect afterword
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO afterword_app;
SQL
