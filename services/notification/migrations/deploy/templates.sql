-- Templates that were uploaded, in all their versions.
BEGIN;

CREATE TABLE notification.template_versions (
    template text    COLLATE "C" NOT NULL,
    version  integer NOT NULL CHECK (version > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (template, version)
);
COMMENT ON TABLE notification.template_versions IS 'Uploads and resets of templates, by resource name, serialised TemplateVersion; the newest is in force. Append-only.';

GRANT SELECT, INSERT ON notification.template_versions TO lianfang_notification;

COMMIT;
