#include "cli/receipt_directory.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "cli/text/error_text.h"
#include "cli/text/names.h"

namespace lianfang::cli {

absl::Status ReceiptDirectory::Prepare(const std::vector<std::string>& files) const {
  if (!KeepsReceipts()) return absl::OkStatus();
  std::error_code error;
  std::filesystem::create_directories(path_, error);
  if (error) return UsageError(absl::StrCat(path_, ": ", error.message()));
  if (absl::Status writable = CheckWritable(absl::StrCat(path_, "/.write-test")); !writable.ok()) return writable;
  for (const std::string& file : files) {
    if (absl::Status writable = CheckWritable(file); !writable.ok()) return writable;
  }
  return absl::OkStatus();
}

std::string ReceiptDirectory::FileOf(absl::string_view return_id, int revision) const {
  return absl::StrCat(path_, "/", return_id, "-", revision, ".json");
}

std::string ReceiptDirectory::FileOf(const submission::v1::Return& filed) const {
  return FileOf(IdOf(filed.name()), filed.latest().revision());
}

absl::Status ReceiptDirectory::Save(const submission::v1::Return& filed, const type::v1::Receipt& receipt) const {
  return KeepsReceipts() ? ReplaceFile(FileOf(filed), ToJson(receipt)) : absl::OkStatus();
}

bool ReceiptDirectory::Has(const submission::v1::Return& filed) const {
  if (!KeepsReceipts()) return true;
  type::v1::Receipt receipt;
  return ReadJson(FileOf(filed), receipt).ok() && receipt.sequence() == filed.latest().ledger_sequence();
}

}  // namespace lianfang::cli
