#include "services/coordination/file_service.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/time.h"
#include "services/coordination/documents.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 16;  // nobody guesses them
constexpr size_t kMostBytes = 3 * 1024 * 1024;
constexpr int kMostUnused = 100;  // files of a department that nothing names

// What files of each type that is taken begin with.
const std::map<std::string, std::string>& Beginnings() {
  static const auto& beginnings = *new std::map<std::string, std::string>{
      {"image/jpeg", "\xff\xd8\xff"},
      {"image/png", "\x89PNG\r\n\x1a\n"},
      {"application/pdf", "%PDF-"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04"},
  };
  return beginnings;
}

// Whether the name ends as files of the type do: what is called .html would be opened as such by whoever downloads it.
bool EndsAsItsType(const v1::File& file) {
  static const auto& endings = *new std::map<std::string, std::vector<std::string>>{
      {"image/jpeg", {".jpg", ".jpeg"}},
      {"image/png", {".png"}},
      {"application/pdf", {".pdf"}},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", {".docx"}},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {".xlsx"}},
  };
  const auto& known = endings.at(file.content_type());
  return std::any_of(known.begin(), known.end(),
                     [&](const std::string& ending) { return absl::EndsWithIgnoreCase(file.filename(), ending); });
}

absl::Status CheckFile(const v1::File& file) {
  FieldViolations faults;
  CheckUnset(faults, "file.name", !file.name().empty());
  CheckUnset(faults, "file.sha256", !file.sha256().empty());
  CheckShortLine(faults, "file.filename", file.filename(), kLongestLine, true);
  if (absl::StrContains(file.filename(), "/") || absl::StrContains(file.filename(), "\\")) {
    faults.Add("file.filename", "must have no slashes");
  }
  if (file.content().empty() || file.content().size() > kMostBytes) {
    faults.Add("file.content", absl::StrCat("must be 1 to ", kMostBytes, " bytes"));
  }
  const auto beginning = Beginnings().find(file.content_type());
  if (beginning == Beginnings().end()) {
    faults.Add("file.content_type", "must be JPEG, PNG, PDF, docx or xlsx");
  } else if (!absl::StartsWith(file.content(), beginning->second)) {
    faults.Add("file.content", "is no file of that type: it begins otherwise");
  } else if (!file.filename().empty() && !EndsAsItsType(file)) {
    faults.Add("file.filename", "must end as files of its type do");
  }
  return faults.ToStatus();
}

// So much unused content at most: 300 MiB of a department.
absl::Status TooManyUnused() {
  return RetryLater(absl::StrCat("the department has ", kMostUnused,
                                 " files that nothing names: name them, or wait until they are removed after a day"),
                    "TOO_MANY_UNUSED_FILES", absl::Hours(1));
}

}  // namespace

void FileService::Register(ContractService& service) {
  RegisterMutation<v1::UploadFileRequest, v1::File>(
      service, context_, "UploadFile",
      [this](const Call& call, const auto& request) { return UploadFile(call, request); });
  service.Unary<v1::GetFileRequest, v1::File>(
      "GetFile", [this](const Call& call, const auto& request) { return GetFile(call, request); });
}

absl::StatusOr<v1::File> FileService::UploadFile(const Call& call, const v1::UploadFileRequest& request) {
  if (absl::Status faults = CheckFile(request.file()); !faults.ok()) return faults;
  const auto frame = context_.FindPlan("file.plan", request.file().plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  absl::Status own = CheckActsFor(call.caller, frame->plan(), call.caller.department);
  if (!own.ok()) return own;
  return Mutate<v1::File>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::File>> {
        const std::string owner = absl::StrCat(call.caller.department, "/", call.caller.region);
        rows.LockPlan(absl::StrCat("files of ", owner));
        if (rows.CountPending(Shelf::kFile, owner) >= kMostUnused) return TooManyUnused();
        v1::File file = request.file();
        file.set_name(absl::StrCat("files/", RandomHex(kIdBytes)));
        file.set_sha256(absl::BytesToHexString(Sha256(file.content())));
        file.set_size_bytes(static_cast<int64_t>(file.content().size()));
        file.set_creator(by.actor);
        *file.mutable_create_time() = ToTimestamp(by.now);
        rows.Save(DocumentOf(file, owner, *frame));
        file.clear_content();
        return MadeChange<v1::File>{file, file.name(), absl::StrCat("uploaded, SHA-256 ", file.sha256())};
      });
}

absl::StatusOr<v1::File> FileService::GetFile(const Call& call, const v1::GetFileRequest& request) {
  if (absl::Status name = CheckName("name", "files", request.name()); !name.ok()) return name;
  auto known = context_.Find<v1::File>(call, request.name());
  if (!known.ok()) return known.status();
  return std::move(known->message);
}

}  // namespace lianfang::coordination
