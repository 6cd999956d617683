// The directory in which an import leaves the receipts of what it files, one file for every revision.
//
//   ReceiptDirectory receipts("receipts");
//   if (absl::Status ready = receipts.Prepare(returns_to_be_filed); !ready.ok()) …   // before anything is filed
//   receipts.Save(filed, receipt);
#ifndef LIANFANG_CLI_RECEIPT_DIRECTORY_H_
#define LIANFANG_CLI_RECEIPT_DIRECTORY_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::cli {

class ReceiptDirectory {
 public:
  // An empty path keeps no receipts: everything below then succeeds and does nothing.
  explicit ReceiptDirectory(std::string path) : path_(std::move(path)) {}

  bool KeepsReceipts() const { return !path_.empty(); }

  // Makes the directory where it is not there, and tries to write to it and to the files that will be written: `files`
  // as FileOf names them. A usage error that names the file which cannot be written.
  absl::Status Prepare(const std::vector<std::string>& files) const;

  // `PATH/{return}-{revision}.json`.
  std::string FileOf(absl::string_view return_id, int revision) const;
  std::string FileOf(const submission::v1::Return& filed) const;

  // Saves the receipt whole or not at all.
  absl::Status Save(const submission::v1::Return& filed, const type::v1::Receipt& receipt) const;

  // Whether the receipt of the return's latest revision is there: a file that holds less, or another receipt, is not.
  bool Has(const submission::v1::Return& filed) const;

 private:
  const std::string path_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECEIPT_DIRECTORY_H_
