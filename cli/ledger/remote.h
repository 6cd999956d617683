// A ledger as a service answers it, page by page.
#ifndef LIANFANG_CLI_LEDGER_REMOTE_H_
#define LIANFANG_CLI_LEDGER_REMOTE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/client.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// Not thread-safe.
class RemoteLedger {
 public:
  // `plan` is `plans/{plan}`; the client outlives this.
  RemoteLedger(Client& client, std::string plan) : client_(client), plan_(std::move(plan)) {}

  const std::string& plan() const { return plan_; }

  absl::StatusOr<submission::v1::LedgerHead> Head();

  using TakePage = std::function<void(const submission::v1::ListLedgerEntriesResponse&)>;
  // Hands over entries 1 to `last` with the seals that end among them. A page that the service is away for is asked for
  // again.
  absl::Status ReadEntries(int64_t last, const TakePage& take);

  absl::StatusOr<std::vector<std::string>> ConsistencyProof(int64_t first, int64_t second);
  absl::StatusOr<std::vector<std::string>> InclusionProof(int64_t sequence, int64_t size);

 private:
  Client& client_;
  const std::string plan_;
};

// The keys of the service's ledgers, all pages as one.
absl::StatusOr<std::vector<submission::v1::LedgerKey>> ListLedgerKeys(Client& client);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_REMOTE_H_
