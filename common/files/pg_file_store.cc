#include "common/files/pg_file_store.h"

#include <pqxx/binarystring>

#include "common/pg/query.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"

namespace lianfang {
namespace {

// One after the other for an owner, so that their number can be bounded.
constexpr Query kLockOwner{"files_lock_owner", "SELECT pg_advisory_xact_lock(hashtextextended('files ' || $1, 0))"};

constexpr Query kBegin{
    "files_begin",
    "INSERT INTO file_uploads (upload_id, parent, owner, uploader, request_hash, display_name, size_bytes, sha256, "
    "create_time) SELECT $1::uuid, $2, $3, $4, $5::bytea, $6, $7, $8::bytea, $9::timestamptz "
    "WHERE (SELECT count(*) FROM file_uploads WHERE owner = $3) < $10 ON CONFLICT (upload_id) DO NOTHING"};

constexpr Query kFind{
    "files_find",
    "SELECT upload_id, parent, owner, uploader, request_hash, display_name, size_bytes, sha256, received_bytes, "
    "(extract(epoch FROM create_time) * 1000000)::bigint FROM file_uploads WHERE upload_id = $1::uuid"};

// The row is locked by the update, so pieces of one upload come one after the other.
constexpr Query kGrow{"files_grow",
                      "UPDATE file_uploads SET received_bytes = received_bytes + $3 "
                      "WHERE upload_id = $1::uuid AND received_bytes = $2 RETURNING received_bytes"};
constexpr Query kAddChunk{"files_add_chunk",
                          "INSERT INTO file_upload_chunks (upload_id, first_offset, data) "
                          "VALUES ($1::uuid, $2, $3::bytea)",
                          std::chrono::seconds(10)};
constexpr Query kCompareChunk{
    "files_compare_chunk",
    "SELECT u.received_bytes, c.data IS NOT NULL AND c.data = $3::bytea FROM file_uploads u "
    "LEFT JOIN file_upload_chunks c ON c.upload_id = u.upload_id AND c.first_offset = $2 WHERE u.upload_id = $1::uuid",
    std::chrono::seconds(10)};

constexpr Query kReadUpload{"files_read_upload",
                            "SELECT data FROM file_upload_chunks WHERE upload_id = $1::uuid ORDER BY first_offset",
                            std::chrono::seconds(20)};

// The content is hashed once more: between the look at it and this statement the upload may have been removed and begun anew under its id.
constexpr Query kKeep{"files_keep",
                      "WITH kept AS (INSERT INTO files (sha256, size_bytes, create_time) "
                      "  SELECT u.sha256, u.size_bytes, now() FROM file_uploads u "
                      "  WHERE u.upload_id = $1::uuid AND u.received_bytes = u.size_bytes AND u.sha256 = sha256("
                      "    (SELECT string_agg(c.data, ''::bytea ORDER BY c.first_offset) FROM file_upload_chunks c "
                      "     WHERE c.upload_id = u.upload_id)) ON CONFLICT DO NOTHING "
                      "  RETURNING sha256) "
                      "INSERT INTO file_chunks (sha256, first_offset, data) "
                      "SELECT kept.sha256, c.first_offset, c.data FROM kept, file_upload_chunks c "
                      "WHERE c.upload_id = $1::uuid",
                      std::chrono::seconds(20)};

constexpr Query kDrop{"files_drop", "DELETE FROM file_uploads WHERE upload_id = $1::uuid", std::chrono::seconds(10)};
constexpr Query kDropOld{"files_drop_old",
                         "DELETE FROM file_uploads WHERE upload_id IN (SELECT upload_id FROM file_uploads "
                         "WHERE create_time < $1::timestamptz ORDER BY create_time LIMIT $2 FOR UPDATE SKIP LOCKED)",
                         std::chrono::seconds(20)};

constexpr Query kRead{"files_read",
                      "SELECT substring(data FROM ($2 - first_offset + 1)::integer) FROM file_chunks "
                      "WHERE sha256 = $1::bytea AND first_offset <= $2 ORDER BY first_offset DESC LIMIT 1"};

std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

std::optional<StoredUpload> UploadOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  StoredUpload upload{.id = row[0].as<std::string>(),
                      .parent = row[1].as<std::string>(),
                      .owner = row[2].as<std::string>(),
                      .uploader = row[3].as<std::string>(),
                      .request_hash = BytesOf(row[4]),
                      .received = row[8].as<int64_t>(),
                      .create_time = FromPgMicros(row[9].as<int64_t>())};
  upload.file.set_display_name(row[5].as<std::string>());
  upload.file.set_size_bytes(row[6].as<int64_t>());
  upload.file.set_sha256(BytesOf(row[7]));
  return upload;
}

// A piece that is not the next one.
PutResult Compare(PgTransaction& transaction, const std::string& id, int64_t offset, const std::string& data) {
  const pqxx::result rows = transaction.Execute(kCompareChunk, id, offset, pqxx::binarystring(data));
  if (rows.empty()) return {PutResult::kNoUpload, 0};
  const auto received = rows[0][0].as<int64_t>();
  if (rows[0][1].as<bool>()) return {PutResult::kHereAlready, received};
  return {offset < received ? PutResult::kDiffers : PutResult::kNotNext, received};
}

}  // namespace

absl::StatusOr<std::optional<StoredUpload>> PgFileStore::Begin(const StoredUpload& fresh, int most,
                                                               absl::Time deadline) {
  std::optional<StoredUpload> upload;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(kLockOwner, fresh.owner);
    transaction.Execute(kBegin, fresh.id, fresh.parent, fresh.owner, fresh.uploader,
                        pqxx::binarystring(fresh.request_hash), fresh.file.display_name(), fresh.file.size_bytes(),
                        pqxx::binarystring(fresh.file.sha256()), PgTime(fresh.create_time), most);
    upload = UploadOf(transaction.Execute(kFind, fresh.id));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return upload;
}

absl::StatusOr<std::optional<StoredUpload>> PgFileStore::Find(const std::string& id, absl::Time deadline) {
  using Found = std::optional<StoredUpload>;
  return Reading<Found>(pool_, deadline,
                        [&](PgTransaction& reads, Found& found) { found = UploadOf(reads.Execute(kFind, id)); });
}

absl::StatusOr<PutResult> PgFileStore::Put(const std::string& id, int64_t offset, const std::string& data,
                                           absl::Time deadline) {
  PutResult result;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    const pqxx::result grown = transaction.Execute(kGrow, id, offset, static_cast<int64_t>(data.size()));
    if (grown.empty()) {
      result = Compare(transaction, id, offset, data);
    } else {
      transaction.Execute(kAddChunk, id, offset, pqxx::binarystring(data));
      result = {PutResult::kTaken, grown[0][0].as<int64_t>()};
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return result;
}

absl::StatusOr<std::string> PgFileStore::ReadUpload(const std::string& id, absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [&](PgTransaction& reads, std::string& content) {
    for (const pqxx::row& row : reads.Execute(kReadUpload, id)) content += BytesOf(row[0]);
  });
}

absl::Status PgFileStore::Keep(const std::string& id, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(kKeep, id);
    return absl::OkStatus();
  });
}

absl::Status PgFileStore::Drop(const std::string& id, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(kDrop, id);
    return absl::OkStatus();
  });
}

absl::StatusOr<int> PgFileStore::DropOld(absl::Time before, int most, absl::Time deadline) {
  int dropped = 0;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    dropped = static_cast<int>(transaction.Execute(kDropOld, PgTime(before), most).affected_rows());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return dropped;
}

absl::StatusOr<std::string> PgFileStore::Read(const std::string& sha256, int64_t offset, absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [&](PgTransaction& reads, std::string& data) {
    const pqxx::result rows = reads.Execute(kRead, pqxx::binarystring(sha256), offset);
    if (!rows.empty()) data = BytesOf(rows[0][0]);
  });
}

}  // namespace lianfang
