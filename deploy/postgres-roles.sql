-- Run once as a PostgreSQL superuser, then give both roles a way to sign in (a password, or peer on a socket).
-- ajar_owner owns the tables and signs in for `ajar migrate` only; ajar_app is everything else. ajar_counseling signs in
-- nowhere: the app takes it on for the statements that touch counseling notes, and has no right to them itself.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ajar_owner') THEN
    CREATE ROLE ajar_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ajar_app') THEN
    CREATE ROLE ajar_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ajar_counseling') THEN
    CREATE ROLE ajar_counseling NOLOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
  END IF;
END $$;
GRANT ajar_counseling TO ajar_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ajar_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ajar_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ajar_owner GRANT USAGE ON SEQUENCES TO ajar_app;
-- Values stay out of the log, whatever the server's own settings say (docs/operators; `ajar check` reads them back).
DO $$ DECLARE r text; BEGIN
  FOREACH r IN ARRAY ARRAY['ajar_owner', 'ajar_app'] LOOP
    EXECUTE format('ALTER ROLE %I SET log_statement = ''none''', r);
    EXECUTE format('ALTER ROLE %I SET log_min_duration_statement = -1', r);
    EXECUTE format('ALTER ROLE %I SET log_min_error_statement = ''panic''', r);
    EXECUTE format('ALTER ROLE %I SET log_error_verbosity = ''terse''', r);
    EXECUTE format('ALTER ROLE %I SET log_parameter_max_length = 0', r);
    EXECUTE format('ALTER ROLE %I SET log_parameter_max_length_on_error = 0', r);
  END LOOP;
END $$;
