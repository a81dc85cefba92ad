-- Run once as a PostgreSQL superuser, then give both roles a way to sign in (a password, or peer on a socket).
-- ajar_owner owns the tables and signs in for `ajar migrate` only; ajar_app is everything else.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ajar_owner') THEN
    CREATE ROLE ajar_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ajar_app') THEN
    CREATE ROLE ajar_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
  END IF;
END $$;
ALTER DEFAULT PRIVILEGES FOR ROLE ajar_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ajar_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ajar_owner GRANT USAGE ON SEQUENCES TO ajar_app;
-- Values stay out of the log (docs/operators).
ALTER ROLE ajar_owner SET log_min_error_statement = 'panic';
ALTER ROLE ajar_app SET log_min_error_statement = 'panic';
ALTER ROLE ajar_owner SET log_error_verbosity = 'terse';
ALTER ROLE ajar_app SET log_error_verbosity = 'terse';
