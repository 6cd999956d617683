-- Role and schema of one service. Variables: service, role, verifier (of the role's password).
-- The schema belongs to the administrator: the service's role gets only what its migrations grant, so that a table can be append-only.

SELECT format('CREATE ROLE %I', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

ALTER ROLE :"role" LOGIN PASSWORD :'verifier';
-- Statements of a batch run often and end in milliseconds. The planner's costs of arrays are so high that each was compiled anew, which
-- took 15 of 20 ms.
ALTER ROLE :"role" SET jit = off;

SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"service";
GRANT USAGE ON SCHEMA :"service" TO :"role";

-- Nobody comes into this database, or makes anything in it, by being anybody.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'role') \gexec
SELECT format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', :'role', current_database(), :'service') \gexec
