// What the handlers of every service do with uploads: all but the names, the rows and what a file is attached to.
//
//   UploadDesk desk(store, clock);
//   auto upload = desk.Begin(call, {.parent = "plans/p/returns/r", .owner = "emergency/140581"}, request.file(), key);
//   auto after = desk.Put(call, place, id, request.offset(), request.data());
//   auto file = desk.CheckWhole(call, place, id);      // then attach it: README.md has the order
#ifndef LIANFANG_COMMON_FILES_UPLOAD_DESK_H_
#define LIANFANG_COMMON_FILES_UPLOAD_DESK_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/files/file_store.h"
#include "common/request_key.h"
#include "common/rpc/call.h"

namespace lianfang {

// What a file is uploaded for, and by whom.
struct UploadPlace {
  std::string parent{};  // resource name
  std::string owner{};   // whose uploads the caller goes on with, such as `department/region`
};

// The name of an upload, taken apart.
struct UploadName {
  std::string parent;
  std::string id;
};

// `{parent}/uploads/{UUID}`. INVALID_ARGUMENT on the field `name` for any other form; what `parent` is, is the service's
// to check.
absl::StatusOr<UploadName> ParseUploadName(absl::string_view name);

// Thread-safe. Errors are those of the contract (submission's EvidenceService says them) and of the store.
class UploadDesk {
 public:
  // Both outlive it.
  UploadDesk(FileStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Begins an upload of a file that the request announces in its field `file`. `key` is the request's; a repeat answers
  // the upload as it stands.
  absl::StatusOr<files::v1::Upload> Begin(const Call& call, const UploadPlace& place, const files::v1::FileInfo& file,
                                          const RequestKey& key);
  absl::StatusOr<files::v1::Upload> Put(const Call& call, const UploadPlace& place, const std::string& id,
                                        int64_t offset, const std::string& data);
  absl::StatusOr<files::v1::Upload> Get(const Call& call, const UploadPlace& place, const std::string& id);

  // The file, with its type, once all of it is here and it is what was announced. An upload whose content is another is
  // removed.
  absl::StatusOr<files::v1::FileInfo> CheckWhole(const Call& call, const UploadPlace& place, const std::string& id);
  absl::Status Keep(const Call& call, const std::string& id) { return store_.Keep(id, call.deadline); }
  absl::Status Drop(const std::string& id, absl::Time deadline) { return store_.Drop(id, deadline); }

  // The bytes of a file from `offset` on, as much as a piece has; empty at its end. INVALID_ARGUMENT beyond it; DATA_LOSS
  // where they are not there.
  absl::StatusOr<std::string> Read(const Call& call, const files::v1::FileInfo& file, int64_t offset);

 private:
  absl::StatusOr<StoredUpload> Load(const Call& call, const UploadPlace& place, const std::string& id);

  FileStore& store_;
  const Clock& clock_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_UPLOAD_DESK_H_
