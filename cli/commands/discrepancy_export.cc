#include "cli/commands/discrepancy_export.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/files.h"

namespace lianfang::cli {
namespace {

// `list.xlsx`, `list-2.xlsx`, counted from 1.
std::string PartName(const std::string& file, size_t number) {
  if (number == 1) return file;
  std::filesystem::path path(file);
  path.replace_filename(absl::StrCat(path.stem().string(), "-", number, path.extension().string()));
  return path.string();
}

// The error with what was written before it: nobody takes a part for the whole. Details of the error stay.
absl::Status After(const ExportedParts& parts, const absl::Status& error) {
  if (parts.files.empty()) return error;
  absl::Status told(error.code(), absl::StrCat(error.message(), "; written so far, and not all: ",
                                               absl::StrJoin(parts.files, ", "), " (", parts.discrepancies, ")"));
  error.ForEachPayload([&told](absl::string_view type, const absl::Cord& payload) { told.SetPayload(type, payload); });
  return told;
}

}  // namespace

absl::StatusOr<ExportedParts> ExportParts(const std::string& file, exchange::v1::ExportDiscrepanciesRequest request,
                                          const ExportCall& call) {
  ExportedParts parts;
  do {
    const std::string name = PartName(file, parts.files.size() + 1);
    if (absl::Status writable = CheckWritable(name); !writable.ok()) return After(parts, writable);
    const auto part = call(request);
    if (!part.ok()) return After(parts, part.status());
    if (absl::Status written = ReplaceFile(name, part->workbook()); !written.ok()) return After(parts, written);
    parts.files.push_back(name);
    parts.discrepancies += part->discrepancy_count();
    request.mutable_selection()->set_page_token(part->next_page_token());
  } while (!request.selection().page_token().empty());
  return parts;
}

}  // namespace lianfang::cli
