#include "common/files/file_rules.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/files/file_type.h"
#include "common/hash.h"
#include "common/text.h"

namespace lianfang {
namespace {

constexpr size_t kHashBytes = 32;

std::string Path(absl::string_view field, absl::string_view member) { return absl::StrCat(field, ".", member); }

// A name is shown in lists and offered for a download: one line, and no path.
absl::Status CheckName(absl::string_view name) {
  if (absl::Status line = CheckLine(name, kMostNameCharacters); !line.ok()) return line;
  const bool is_path = name == "." || name == ".." || name.find_first_of("/\\") != absl::string_view::npos;
  return is_path ? absl::InvalidArgumentError("must be the name of a file, without directories") : absl::OkStatus();
}

}  // namespace

absl::Status CheckAnnounced(absl::string_view field, const files::v1::FileInfo& file) {
  FieldViolations faults;
  if (const absl::Status name = CheckName(file.display_name()); !name.ok()) {
    faults.Add(Path(field, "display_name"), name.message());
  }
  if (file.size_bytes() < 1 || file.size_bytes() > kMostFileBytes) {
    faults.Add(Path(field, "size_bytes"),
               absl::StrCat("must be 1 to ", kMostFileBytes, " (20 MiB), was ", file.size_bytes()));
  }
  if (file.sha256().size() != kHashBytes) {
    faults.Add(Path(field, "sha256"), absl::StrCat("must have 32 bytes, had ", file.sha256().size()));
  }
  if (file.type() != files::v1::FILE_TYPE_UNSPECIFIED) {
    faults.Add(Path(field, "type"), "is given by the server; leave it out");
  }
  return faults.ToStatus();
}

absl::Status CheckChunk(const files::v1::FileInfo& file, int64_t offset, absl::string_view data) {
  FieldViolations faults;
  const auto bytes = static_cast<int64_t>(data.size());
  if (bytes < 1 || bytes > kMostChunkBytes) {
    faults.Add("data", absl::StrCat("must have 1 to ", kMostChunkBytes, " bytes (512 KiB), had ", bytes));
  }
  if (offset < 0 || offset >= file.size_bytes()) {
    faults.Add("offset", absl::StrCat("must be 0 to ", file.size_bytes() - 1, ", was ", offset));
  } else if (bytes > file.size_bytes() - offset) {
    faults.Add("data", absl::StrCat("ends after the file, which was announced with ", file.size_bytes(), " bytes"));
  }
  return faults.ToStatus();
}

absl::Status CheckComplete(const files::v1::FileInfo& file, int64_t received) {
  if (received == file.size_bytes()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("only ", received, " of ", file.size_bytes(), " bytes are here"),
                         "UPLOAD_INCOMPLETE", {{"received_bytes", absl::StrCat(received)}});
}

absl::StatusOr<files::v1::FileInfo> CheckContent(absl::string_view field, files::v1::FileInfo file,
                                                 absl::string_view content) {
  const std::string hash = Sha256(content);
  if (hash != file.sha256()) {
    return ErrorWithReason(absl::StatusCode::kInvalidArgument,
                           absl::StrCat("the bytes that came have the SHA-256 ", absl::BytesToHexString(hash),
                                        ", which is not what was announced: begin anew"),
                           "HASH_DIFFERS", {{"sha256", absl::BytesToHexString(hash)}});
  }
  const files::v1::FileType type = FileTypeOf(content);
  if (type == files::v1::FILE_TYPE_UNSPECIFIED) {
    return InvalidField(field, "is no PDF, PNG, JPEG or xlsx workbook without macros, by its content");
  }
  if (!HasEndingOf(file.display_name(), type)) {
    return InvalidField(field, absl::StrCat("is called \"", Shortened(file.display_name()),
                                            "\", which does not end in ", EndingsOf(type), " as its content asks"));
  }
  file.set_type(type);
  return file;
}

}  // namespace lianfang
