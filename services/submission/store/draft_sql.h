// The statements of drafts. The table is in migrations/.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_SQL_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_SQL_H_

#include "common/pg/query.h"

namespace lianfang::submission::sql {

inline constexpr Query kFindDraft{"submission_find_draft",
                                  "SELECT document, request_hash FROM drafts WHERE plan_id = $1 AND draft_id = $2 "
                                  "AND department = $3 AND region = $4"};

inline constexpr Query kListDrafts{"submission_list_drafts",
                                   "SELECT draft_id, document FROM drafts WHERE plan_id = $1 AND department = $2 "
                                   "AND region = $3 AND draft_id > $4 ORDER BY draft_id LIMIT $5"};

// A save that is run again, because its commit was in doubt, finds its own etag, and saves the same once more.
inline constexpr Query kSaveDraft{
    "submission_save_draft",
    "INSERT INTO drafts AS d (plan_id, draft_id, department, region, etag, request_hash, document, update_time) "
    "  SELECT $1::text, $2::text, $3::text, $4::text, $6::text, $7::bytea, $8::bytea, $9::timestamptz WHERE $5::text = "
    "'' OR EXISTS (SELECT FROM drafts "
    "  WHERE plan_id = $1 AND draft_id = $2 AND department = $3 AND region = $4) "
    "  ON CONFLICT (plan_id, draft_id, department, region) DO UPDATE SET etag = excluded.etag, "
    "  request_hash = excluded.request_hash, document = excluded.document, update_time = excluded.update_time "
    "  WHERE d.etag = $5 OR d.etag = $6"};

inline constexpr Query kDeleteDraft{
    "submission_delete_draft",
    "DELETE FROM drafts WHERE plan_id = $1 AND draft_id = $2 AND department = $3 AND region = $4"};

}  // namespace lianfang::submission::sql

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_SQL_H_
