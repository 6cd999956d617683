// Discrepancies as workbooks, in as many parts as they need.
#ifndef LIANFANG_CLI_COMMANDS_DISCREPANCY_EXPORT_H_
#define LIANFANG_CLI_COMMANDS_DISCREPANCY_EXPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"

namespace lianfang::cli {

struct ExportedParts {
  std::vector<std::string> files;  // in their order
  int64_t discrepancies = 0;
};

using ExportCall = std::function<absl::StatusOr<exchange::v1::ExportDiscrepanciesResponse>(
    const exchange::v1::ExportDiscrepanciesRequest&)>;

// Writes the first part to `file`, and what it does not hold to files of the same name with `-2`, `-3` before the ending. A usage error where one
// cannot be written, and what the call answers where it fails: with the parts named that were written and are not all.
absl::StatusOr<ExportedParts> ExportParts(const std::string& file, exchange::v1::ExportDiscrepanciesRequest request,
                                          const ExportCall& call);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_DISCREPANCY_EXPORT_H_
