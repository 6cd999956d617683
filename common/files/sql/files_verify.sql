-- Whether files.sql was deployed, and the role named by the psql variable `role` may add content but neither change nor remove it.
SELECT sha256, size_bytes, create_time FROM files WHERE false;
SELECT upload_id, parent, owner, uploader, request_hash, display_name, size_bytes, sha256, received_bytes, create_time
FROM file_uploads WHERE false;
SELECT upload_id, first_offset, data FROM file_upload_chunks WHERE false;
SELECT 1 / (has_table_privilege(:'role', name, 'INSERT') AND NOT has_table_privilege(:'role', name, 'UPDATE, DELETE, TRUNCATE'))::integer
FROM unnest(ARRAY['files', 'file_chunks']) AS name;
