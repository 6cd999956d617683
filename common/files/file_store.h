// Where files and uploads are kept: PostgreSQL in a process (pg_file_store.h), memory in tests (testing/). Both pass one
// conformance suite.
#ifndef LIANFANG_COMMON_FILES_FILE_STORE_H_
#define LIANFANG_COMMON_FILES_FILE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/files/v1/files.pb.h"

namespace lianfang {

// An upload as it is kept.
struct StoredUpload {
  std::string id{};            // UUID
  std::string parent{};        // resource name of what the file is for
  std::string owner{};         // whose it is: they alone go on with it
  std::string uploader{};      // identity URI of whoever began it
  std::string request_hash{};  // of the request that began it, 32 bytes
  files::v1::FileInfo file{};  // as announced
  int64_t received = 0;        // bytes
  absl::Time create_time{};
};

// What became of a piece.
struct PutResult {
  enum Outcome { kTaken, kHereAlready, kDiffers, kNotNext, kNoUpload };
  Outcome outcome = kNoUpload;
  int64_t received = 0;  // bytes of the upload now
};

// Thread-safe. Errors common to all: UNAVAILABLE while the database is away, RESOURCE_EXHAUSTED when no connection is free
// in time, DEADLINE_EXCEEDED. What is not there is an empty result, not an error.
class FileStore {
 public:
  virtual ~FileStore() = default;

  // Begins the upload; where one has its id already, changes nothing. Answers it as it stands; nothing while its owner
  // has `most` others.
  virtual absl::StatusOr<std::optional<StoredUpload>> Begin(const StoredUpload& fresh, int most,
                                                            absl::Time deadline) = 0;
  virtual absl::StatusOr<std::optional<StoredUpload>> Find(const std::string& id, absl::Time deadline) = 0;
  // Adds a piece that begins where the upload ends. One that is here already, with the same bounds, changes nothing.
  virtual absl::StatusOr<PutResult> Put(const std::string& id, int64_t offset, const std::string& data,
                                        absl::Time deadline) = 0;
  // All bytes of the upload that are here.
  virtual absl::StatusOr<std::string> ReadUpload(const std::string& id, absl::Time deadline) = 0;
  // Keeps the upload's content for good, under the hash that was announced, unless it is kept already. The upload stays. Nothing is kept of an
  // upload that is not whole, or whose content has another hash.
  virtual absl::Status Keep(const std::string& id, absl::Time deadline) = 0;
  // Removes the upload and its pieces, not what was kept.
  virtual absl::Status Drop(const std::string& id, absl::Time deadline) = 0;
  // Removes at most `most` uploads that were begun before `before`; answers how many.
  virtual absl::StatusOr<int> DropOld(absl::Time before, int most, absl::Time deadline) = 0;

  // Bytes of the file with this hash from `offset` on, at most a piece; empty at its end, and where it is not kept.
  virtual absl::StatusOr<std::string> Read(const std::string& sha256, int64_t offset, absl::Time deadline) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_FILE_STORE_H_
