// The statements of the PostgreSQL store. The tables are in migrations/. Columns named `obligation` hold names of resources: those of
// obligations were the first ones.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_SQL_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_SQL_H_

#include "common/pg/query.h"

namespace lianfang::notification::sql {

inline constexpr Query kLoadCursor{"notification_load_cursor", "SELECT cursor FROM duty_cursors WHERE source = $1"};

inline constexpr Query kMoveCursor{"notification_move_cursor",
                                   "UPDATE duty_cursors SET cursor = $3 WHERE source = $1 AND cursor = $2"};

inline constexpr Query kBeginCursor{"notification_begin_cursor",
                                    "INSERT INTO duty_cursors (source, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING"};

inline constexpr Query kForgetDuties{"notification_forget_duties", "DELETE FROM duties WHERE resource = $1"};

inline constexpr Query kSaveDuty{
    "notification_save_duty",
    "INSERT INTO duties (resource, ordinal, source, plan, department, acting_region, owed, due_time, awaited_until, "
    "settled_due_time, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz, "
    "$10::timestamptz, $11)"};

// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "notification_find_plan",
    "SELECT document FROM plans WHERE name = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

inline constexpr Query kSavePlan{
    "notification_save_plan", "INSERT INTO plans (name, edition, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

inline constexpr Query kNewestPlans{"notification_newest_plans",
                                    "SELECT DISTINCT ON (name) document FROM plans ORDER BY name, edition DESC"};

inline constexpr Query kLoadDuties{
    "notification_load_duties",
    "SELECT document, source FROM duties WHERE ($1 = '' OR plan = $1) "
    "AND (NOT $2 OR (owed AND ($3::timestamptz = '-infinity' OR awaited_until > $3::timestamptz))) "
    "AND ($4::text[] IS NULL OR source = ANY ($4::text[])) ORDER BY resource, ordinal",
    std::chrono::seconds(30)};

inline constexpr Query kLoadNamedDuties{
    "notification_load_named_duties",
    "SELECT document, source FROM duties WHERE resource = ANY ($4::text[]) AND ($1 = '' OR plan = $1) "
    "AND (NOT $2 OR (owed AND ($3::timestamptz = '-infinity' OR awaited_until > $3::timestamptz))) "
    "ORDER BY resource, ordinal"};

// The key of a row is (due_time, resource, ordinal), so pages do not shift when rows are added.
inline constexpr Query kListDuties{
    "notification_list_duties",
    "SELECT (extract(epoch FROM due_time) * 1000000)::bigint, ordinal, resource, document FROM duties "
    "WHERE ($1 = '' OR plan = $1) AND ($2 = '' OR department = $2) AND ($3 = '' OR acting_region = $3) "
    "AND starts_with(acting_region, $4) AND ($5 = '' OR resource = $5) AND (NOT $6 OR owed) "
    "AND (due_time, resource, ordinal) > ($7::timestamptz, $8::text, $9::integer) "
    "ORDER BY due_time, resource, ordinal LIMIT $10",
    std::chrono::seconds(30)};

// Of what is owed: the others make no mail.
inline constexpr Query kLoadAcknowledgements{
    "notification_load_acknowledgements",
    "SELECT a.document FROM acknowledgements a "
    "WHERE EXISTS (SELECT FROM duties d WHERE d.resource = a.obligation AND d.owed) ORDER BY a.obligation"};

inline constexpr Query kLoadSettledReminders{
    "notification_load_settled_reminders",
    "SELECT document FROM deliveries WHERE delivery_id IN (SELECT s.delivery_id FROM sent_stages s "
    "JOIN duties d ON d.resource = s.obligation WHERE d.settled_due_time > $1::timestamptz) ORDER BY delivery_id",
    std::chrono::seconds(30)};

inline constexpr Query kSaveWorkingCalendar{
    "notification_save_working_calendar",
    "INSERT INTO working_calendar (content, save_time) VALUES ($1, $2::timestamptz) "
    "ON CONFLICT (only_row) DO UPDATE SET content = EXCLUDED.content, save_time = EXCLUDED.save_time"};

inline constexpr Query kLoadWorkingCalendar{"notification_load_working_calendar",
                                            "SELECT content FROM working_calendar"};

inline constexpr Query kLoadPauses{"notification_load_pauses", "SELECT document FROM pauses ORDER BY pause_key"};

inline constexpr Query kListPauses{"notification_list_pauses",
                                   "SELECT document FROM pauses WHERE pause_key > $1 AND ($2 = '' OR plan = $2) "
                                   "AND start_time <= $3::timestamptz AND $3::timestamptz < end_time "
                                   "ORDER BY pause_key LIMIT $4"};

inline constexpr Query kSaveAcknowledgement{"notification_save_acknowledgement",
                                            "INSERT INTO acknowledgements (obligation, document) VALUES ($1, $2) "
                                            "ON CONFLICT (obligation) DO UPDATE SET document = EXCLUDED.document"};

inline constexpr Query kSavePause{"notification_save_pause",
                                  "INSERT INTO pauses (pause_key, plan, start_time, end_time, document) "
                                  "SELECT $1, $2, $3::timestamptz, $4::timestamptz, $5 "
                                  "WHERE EXISTS (SELECT FROM plans WHERE name = $2) "
                                  "ON CONFLICT (pause_key) DO UPDATE SET start_time = EXCLUDED.start_time, "
                                  "end_time = EXCLUDED.end_time, document = EXCLUDED.document"};

inline constexpr Query kAllContacts{"notification_all_contacts", "SELECT document FROM contacts ORDER BY name"};

inline constexpr Query kLoadSentStages{"notification_load_sent_stages",
                                       "SELECT s.obligation, s.stage_key, s.recipient FROM sent_stages s "
                                       "WHERE EXISTS (SELECT FROM duties d WHERE d.resource = s.obligation AND d.owed)",
                                       std::chrono::seconds(30)};

// Confirmations that wait for the morning.
inline constexpr Query kSaveWaiting{
    "notification_save_waiting",
    "INSERT INTO waiting_confirmations (revision, stage_key, contact, commit_time, document) "
    "VALUES ($1, $2, $3, $4::timestamptz, $5) ON CONFLICT DO NOTHING"};

inline constexpr Query kForgetWaiting{"notification_forget_waiting",
                                      "DELETE FROM waiting_confirmations WHERE commit_time < $1::timestamptz"};

inline constexpr Query kLoadWaiting{
    "notification_load_waiting",
    "SELECT w.document FROM waiting_confirmations w WHERE w.commit_time >= $1::timestamptz "
    "AND NOT EXISTS (SELECT FROM sent_stages s WHERE s.obligation = w.revision AND s.stage_key = w.stage_key "
    "AND s.recipient = w.contact) ORDER BY w.contact, w.revision, w.stage_key"};

inline constexpr Query kInsertDelivery{
    "notification_insert_delivery",
    "INSERT INTO deliveries (delivery_id, kind, state, contact, region, department, obligations, create_time, "
    "next_attempt_time, notice_id, document, update_time, channel, passable) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8::timestamptz, $9::timestamptz, $10, $11, $12::timestamptz, $13, "
    "$14) "
    "ON CONFLICT DO NOTHING"};

// In the order of the key, so that two replicas recording the same stages wait for one another and never in a circle.
inline constexpr Query kInsertSentStages{
    "notification_insert_sent_stages",
    "INSERT INTO sent_stages (obligation, stage_key, recipient, delivery_id) "
    "SELECT o, k, r, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS u(o, k, r) ORDER BY o, k, r "
    "ON CONFLICT DO NOTHING"};

inline constexpr Query kInsertNotice{
    "notification_insert_notice",
    "INSERT INTO notices (notice_id, template, document, create_time) VALUES ($1, $2, $3, $4::timestamptz) "
    "ON CONFLICT DO NOTHING"};

inline constexpr Query kGetNotice{"notification_get_notice", "SELECT document FROM notices WHERE notice_id = $1"};

// Held until the transaction ends: senders draw one after the other.
inline constexpr Query kLockAllowance{
    "notification_lock_allowance",
    "SELECT tokens, (extract(epoch FROM fill_time) * 1000000)::bigint FROM send_allowance FOR UPDATE"};

inline constexpr Query kSaveAllowance{"notification_save_allowance",
                                      "UPDATE send_allowance SET tokens = $1, fill_time = $2::timestamptz"};

inline constexpr Query kGiveBack{"notification_give_back", "UPDATE send_allowance SET tokens = tokens + $1"};

inline constexpr Query kClaimDeliveries{
    "notification_claim_deliveries",
    "WITH free AS (SELECT delivery_id FROM deliveries WHERE next_attempt_time <= $1::timestamptz "
    "  AND (lease_time IS NULL OR lease_time <= $1::timestamptz OR lease_holder = $2::uuid) "
    "  AND kind <> $5 AND channel = $6 AND (passable OR NOT $7::boolean) "
    "  ORDER BY next_attempt_time, delivery_id LIMIT $4 FOR UPDATE SKIP LOCKED) "
    "UPDATE deliveries d SET lease_holder = $2::uuid, lease_time = $3::timestamptz FROM free "
    "WHERE d.delivery_id = free.delivery_id RETURNING d.next_attempt_time, d.delivery_id, d.document"};

inline constexpr Query kCountWaiting{
    "notification_count_waiting", "SELECT count(*) FROM deliveries WHERE next_attempt_time IS NOT NULL AND kind = $1"};

inline constexpr Query kFinishDelivery{
    "notification_finish_delivery",
    "UPDATE deliveries SET state = $3, next_attempt_time = $4::timestamptz, document = $5, text_body = $6, "
    "update_time = $7::timestamptz, channel = $8, passable = $9, lease_holder = NULL, lease_time = NULL "
    "WHERE delivery_id = $1 AND lease_holder = $2::uuid"};

inline constexpr Query kLockDelivery{
    "notification_lock_delivery",
    "SELECT document, (extract(epoch FROM lease_time) * 1000000)::bigint FROM deliveries WHERE delivery_id = $1 "
    "FOR UPDATE"};

// An alert (kind 3) of no region belongs to every region: IsWithin (delivery_rules.h).
inline constexpr Query kFindChanged{
    "notification_find_changed",
    "SELECT delivery_id FROM deliveries WHERE state = ANY ($1::integer[]) AND update_time >= $2::timestamptz "
    "AND (starts_with(region, $4) OR (region = '' AND kind = 3)) ORDER BY update_time DESC, delivery_id LIMIT $3"};

inline constexpr Query kRequeueDelivery{
    "notification_requeue_delivery",
    "UPDATE deliveries SET state = $2, next_attempt_time = $3::timestamptz, document = $4, "
    "update_time = $5::timestamptz, channel = $6, passable = $7, lease_holder = NULL, lease_time = NULL WHERE "
    "delivery_id = $1"};

// The stages among these that another delivery stands for.
inline constexpr Query kFindOthersStages{
    "notification_find_others_stages",
    "SELECT FROM sent_stages s JOIN unnest($1::text[], $2::text[], $3::text[]) AS u(o, k, r) "
    "ON s.obligation = o AND s.stage_key = k AND s.recipient = r WHERE s.delivery_id <> $4 LIMIT 1"};

inline constexpr Query kFreeStages{"notification_free_stages", "DELETE FROM sent_stages WHERE delivery_id = $1"};

// Held until the transaction ends: failures are settled one at a time, so that only one is a mailbox's first.
inline constexpr Query kLockFailedMailboxes{"notification_lock_failed_mailboxes",
                                            "SELECT pg_advisory_xact_lock(hashtext('notification.failed_mailboxes'))"};

inline constexpr Query kFailedMailboxes{"notification_failed_mailboxes",
                                        "SELECT mailbox, email, (extract(epoch FROM since) * 1000000)::bigint, "
                                        "(extract(epoch FROM last_failure) * 1000000)::bigint FROM failed_mailboxes"};

inline constexpr Query kFindFailedMailbox{
    "notification_find_failed_mailbox",
    "SELECT mailbox, email, (extract(epoch FROM since) * 1000000)::bigint, "
    "(extract(epoch FROM last_failure) * 1000000)::bigint FROM failed_mailboxes WHERE mailbox = $1"};

inline constexpr Query kSaveFailedMailbox{
    "notification_save_failed_mailbox",
    "INSERT INTO failed_mailboxes (mailbox, email, since, last_failure) "
    "VALUES ($1, $2, $3::timestamptz, $4::timestamptz) ON CONFLICT (mailbox) DO UPDATE "
    "SET email = EXCLUDED.email, since = EXCLUDED.since, last_failure = EXCLUDED.last_failure"};

inline constexpr Query kForgetFailedMailbox{"notification_forget_failed_mailbox",
                                            "DELETE FROM failed_mailboxes WHERE mailbox = $1"};

// Held until the transaction ends: replicas that find the same place held by nobody tell the office once.
inline constexpr Query kLockAlertedPlaces{"notification_lock_alerted_places",
                                          "SELECT pg_advisory_xact_lock(hashtext('notification.alerted_places'))"};

inline constexpr Query kAlertedPlaces{"notification_alerted_places",
                                      "SELECT region, department, role FROM alerted_places"};

inline constexpr Query kAddAlertedPlace{
    "notification_add_alerted_place",
    "INSERT INTO alerted_places (region, department, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

inline constexpr Query kRemoveAlertedPlace{
    "notification_remove_alerted_place",
    "DELETE FROM alerted_places WHERE region = $1 AND department = $2 AND role = $3"};

inline constexpr Query kFindContact{"notification_find_contact", "SELECT document FROM contacts WHERE name = $1"};

// Held until the transaction ends: contacts are put one at a time, so that two new ones never get one number.
inline constexpr Query kLockContacts{"notification_lock_contacts",
                                     "SELECT pg_advisory_xact_lock(hashtext('notification.contacts'))"};

inline constexpr Query kContactsInPlace{
    "notification_contacts_in_place",
    "SELECT document FROM contacts WHERE region = $1 AND department = $2 AND role = $3"};

inline constexpr Query kSaveContact{
    "notification_save_contact",
    "INSERT INTO contacts (name, region, department, role, start_time, end_time, document, subject) "
    "VALUES ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8) ON CONFLICT (name) DO UPDATE "
    "SET start_time = EXCLUDED.start_time, end_time = EXCLUDED.end_time, document = EXCLUDED.document, "
    "subject = EXCLUDED.subject"};

inline constexpr Query kListContacts{
    "notification_list_contacts",
    "SELECT document FROM contacts WHERE name > $1 AND ($2 = '' OR region = $2) AND ($3 = '' OR department = $3) "
    "AND ($4 = 0 OR role = $4) AND ($5::timestamptz IS NULL OR (start_time <= $5 AND $5 < end_time)) "
    "AND starts_with(region, $7) ORDER BY name LIMIT $6"};

// A few: more than one is an error all the same.
inline constexpr Query kFindSubject{
    "notification_find_subject",
    "SELECT document FROM contacts WHERE subject = $1 AND subject <> '' "
    "AND start_time <= $2::timestamptz AND $2::timestamptz < end_time ORDER BY name LIMIT 2"};

inline constexpr Query kListDeliveries{
    "notification_list_deliveries",
    "SELECT document FROM deliveries d WHERE ($1 = '' OR (d.create_time, d.delivery_id) < "
    "  (SELECT create_time, delivery_id FROM deliveries WHERE delivery_id = $1)) "
    "AND ($2 = 0 OR kind = $2) AND ($3 = 0 OR state = $3) AND ($4 = '' OR contact = $4) "
    "AND ($5 = '' OR department = $5) AND ($6 = '' OR region = $6) AND ($7 = '' OR obligations @> ARRAY[$7]) "
    "AND (starts_with(region, $9) OR (region = '' AND kind = 3)) AND ($10 = '' OR channel = $10) "
    "ORDER BY create_time DESC, delivery_id DESC LIMIT $8"};

inline constexpr Query kGetDelivery{"notification_get_delivery",
                                    "SELECT document, text_body FROM deliveries WHERE delivery_id = $1"};

// Held until the transaction ends: templates change one at a time, so that two changes never get one number.
inline constexpr Query kLockTemplates{"notification_lock_templates",
                                      "SELECT pg_advisory_xact_lock(hashtext('notification.templates'))"};

inline constexpr Query kNewestVersion{
    "notification_newest_version",
    "SELECT document FROM template_versions WHERE template = $1 ORDER BY version DESC LIMIT 1"};

inline constexpr Query kInsertVersion{
    "notification_insert_version", "INSERT INTO template_versions (template, version, document) VALUES ($1, $2, $3)"};

inline constexpr Query kCountVersions{"notification_count_versions", "SELECT count(*) FROM template_versions"};

inline constexpr Query kNewestVersions{
    "notification_newest_versions",
    "SELECT DISTINCT ON (template) document FROM template_versions ORDER BY template, version DESC"};

inline constexpr Query kListVersions{"notification_list_versions",
                                     "SELECT document FROM template_versions WHERE template = $1 "
                                     "AND ($2 = 0 OR version < $2) ORDER BY version DESC LIMIT $3"};

}  // namespace lianfang::notification::sql

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_SQL_H_
