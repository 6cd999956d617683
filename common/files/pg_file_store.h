// Files in PostgreSQL, in the tables of sql/files.sql of the service's own schema.
#ifndef LIANFANG_COMMON_FILES_PG_FILE_STORE_H_
#define LIANFANG_COMMON_FILES_PG_FILE_STORE_H_

#include <optional>
#include <string>

#include "common/files/file_store.h"
#include "common/pg/pool.h"

namespace lianfang {

// Thread-safe. The pool outlives it.
class PgFileStore : public FileStore {
 public:
  explicit PgFileStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::optional<StoredUpload>> Begin(const StoredUpload& fresh, int most, absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredUpload>> Find(const std::string& id, absl::Time deadline) override;
  absl::StatusOr<PutResult> Put(const std::string& id, int64_t offset, const std::string& data,
                                absl::Time deadline) override;
  absl::StatusOr<std::string> ReadUpload(const std::string& id, absl::Time deadline) override;
  absl::Status Keep(const std::string& id, absl::Time deadline) override;
  absl::Status Drop(const std::string& id, absl::Time deadline) override;
  absl::StatusOr<int> DropOld(absl::Time before, int most, absl::Time deadline) override;
  absl::StatusOr<std::string> Read(const std::string& sha256, int64_t offset, absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_PG_FILE_STORE_H_
