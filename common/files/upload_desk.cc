#include "common/files/upload_desk.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/files/file_rules.h"
#include "common/id.h"
#include "common/time.h"
#include "common/uuid.h"

namespace lianfang {
namespace {

constexpr absl::string_view kCollection = "/uploads/";

std::string NameOf(const std::string& parent, const std::string& id) { return absl::StrCat(parent, kCollection, id); }

files::v1::Upload UploadOf(const StoredUpload& stored) {
  files::v1::Upload upload;
  upload.set_name(NameOf(stored.parent, stored.id));
  *upload.mutable_file() = stored.file;
  upload.set_received_bytes(stored.received);
  upload.set_uploader(stored.uploader);
  *upload.mutable_create_time() = ToTimestamp(stored.create_time);
  *upload.mutable_expire_time() = ToTimestamp(stored.create_time + kUploadLife);
  return upload;
}

absl::Status NoUpload(const UploadPlace& place, const std::string& id) {
  const std::string name = NameOf(place.parent, id);
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NO_SUCH_UPLOAD",
                         {{"name", name}});
}

absl::Status TooManyUploads() {
  return RetryLater(absl::StrCat("the department has ", kMostUploads, " uploads under way: finish one of them"),
                    "TOO_MANY_UPLOADS", absl::Minutes(10));
}

absl::Status Refused(const PutResult& put) {
  const std::string received = absl::StrCat(put.received);
  if (put.outcome == PutResult::kDiffers) {
    return ErrorWithReason(absl::StatusCode::kAborted,
                           "other bytes came for this part of the file before: the file has changed, begin anew",
                           "CHUNK_DIFFERS", {{"received_bytes", received}});
  }
  return ErrorWithReason(absl::StatusCode::kOutOfRange, absl::StrCat("the next piece begins at ", received),
                         "CHUNK_NOT_NEXT", {{"received_bytes", received}});
}

}  // namespace

absl::StatusOr<UploadName> ParseUploadName(absl::string_view name) {
  const size_t at = name.rfind(kCollection);
  if (at == absl::string_view::npos || at == 0 || !IsUuid(name.substr(at + kCollection.size()))) {
    return InvalidField("name",
                        absl::StrCat("must have the form {parent}/uploads/{upload}, was \"", Shortened(name), "\""));
  }
  return UploadName{std::string(name.substr(0, at)), absl::AsciiStrToLower(name.substr(at + kCollection.size()))};
}

absl::StatusOr<files::v1::Upload> UploadDesk::Begin(const Call& call, const UploadPlace& place,
                                                    const files::v1::FileInfo& file, const RequestKey& key) {
  if (absl::Status status = CheckAnnounced("file", file); !status.ok()) return status;
  const StoredUpload fresh{.id = ContentUuid(absl::StrCat("upload\n", key.actor, "\n", key.request_id)),
                           .parent = place.parent,
                           .owner = place.owner,
                           .uploader = call.caller.uri,
                           .request_hash = key.request_hash,
                           .file = file,
                           .create_time = clock_.Now()};
  const auto begun = store_.Begin(fresh, kMostUploads, call.deadline);
  if (!begun.ok()) return begun.status();
  if (!begun->has_value()) return TooManyUploads();
  const auto same = AnswerToRepeat(key, key.method, (*begun)->request_hash, "");
  if (!same.ok()) return same.status();
  return UploadOf(**begun);
}

// Another owner's upload is none.
absl::StatusOr<StoredUpload> UploadDesk::Load(const Call& call, const UploadPlace& place, const std::string& id) {
  auto found = store_.Find(id, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value() || (*found)->owner != place.owner || (*found)->parent != place.parent) {
    return NoUpload(place, id);
  }
  return **std::move(found);
}

absl::StatusOr<files::v1::Upload> UploadDesk::Put(const Call& call, const UploadPlace& place, const std::string& id,
                                                  int64_t offset, const std::string& data) {
  auto upload = Load(call, place, id);
  if (!upload.ok()) return upload.status();
  if (absl::Status status = CheckChunk(upload->file, offset, data); !status.ok()) return status;
  const auto put = store_.Put(id, offset, data, call.deadline);
  if (!put.ok()) return put.status();
  if (put->outcome == PutResult::kNoUpload) return NoUpload(place, id);
  if (put->outcome == PutResult::kDiffers || put->outcome == PutResult::kNotNext) return Refused(*put);
  upload->received = put->received;
  return UploadOf(*upload);
}

absl::StatusOr<files::v1::Upload> UploadDesk::Get(const Call& call, const UploadPlace& place, const std::string& id) {
  const auto upload = Load(call, place, id);
  if (!upload.ok()) return upload.status();
  return UploadOf(*upload);
}

absl::StatusOr<files::v1::FileInfo> UploadDesk::CheckWhole(const Call& call, const UploadPlace& place,
                                                           const std::string& id) {
  auto upload = Load(call, place, id);
  if (!upload.ok()) return upload.status();
  if (absl::Status status = CheckComplete(upload->file, upload->received); !status.ok()) return status;
  const auto content = store_.ReadUpload(id, call.deadline);
  if (!content.ok()) return content.status();
  auto file = CheckContent("name", std::move(upload->file), *content);
  // Nothing can make it right any more, and its owner's place is free for another.
  if (!file.ok()) {
    if (const absl::Status dropped = store_.Drop(id, call.deadline); !dropped.ok()) return dropped;
  }
  return file;
}

absl::StatusOr<std::string> UploadDesk::Read(const Call& call, const files::v1::FileInfo& file, int64_t offset) {
  if (offset < 0 || offset > file.size_bytes()) {
    return InvalidField("offset", absl::StrCat("must be 0 to ", file.size_bytes(), ", was ", offset));
  }
  if (offset == file.size_bytes()) return std::string();
  auto data = store_.Read(file.sha256(), offset, call.deadline);
  if (data.ok() && data->empty()) return absl::DataLossError("the file's content is not there");
  return data;
}

}  // namespace lianfang
