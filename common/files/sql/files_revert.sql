-- Takes files.sql back, with all files.
DROP TABLE file_upload_chunks, file_uploads, file_chunks, files;
