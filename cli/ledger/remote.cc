#include "cli/ledger/remote.h"

#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "cli/paging.h"
#include "lianfang/submission/v1/ledger_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using Ledger = submission::v1::LedgerService;

constexpr int kPlansAtOnce = 100;
constexpr int kAttempts = 5;
constexpr absl::Duration kPause = absl::Seconds(1);

// A call that reads, repeated while the service is away: of a long ledger one page must not cost all the others.
template <typename Request, typename Response>
absl::StatusOr<Response> Read(Client& client,
                              grpc::Status (Ledger::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
  for (int attempt = 1;; ++attempt) {
    auto response = client.Call(method, request);
    if (!absl::IsUnavailable(response.status()) || attempt == kAttempts) return response;
    absl::SleepFor(kPause);
  }
}

}  // namespace

absl::StatusOr<submission::v1::LedgerHead> RemoteLedger::Head() {
  submission::v1::GetLedgerHeadRequest request;
  request.set_plan(plan_);
  return client_.Call(&submission::v1::SubmissionService::Stub::GetLedgerHead, request);
}

absl::Status RemoteLedger::ReadEntries(int64_t last, const TakePage& take) {
  submission::v1::ListLedgerEntriesRequest request;
  request.set_plan(plan_);
  request.set_last_sequence(last);
  request.set_page_size(kLargestPage);
  do {
    const auto page = Read(client_, &Ledger::Stub::ListLedgerEntries, request);
    if (!page.ok()) return page.status();
    take(*page);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RemoteLedger::ConsistencyProof(int64_t first, int64_t second) {
  submission::v1::GetConsistencyProofRequest request;
  request.set_plan(plan_);
  request.set_first_size(first);
  request.set_second_size(second);
  const auto proof = Read(client_, &Ledger::Stub::GetConsistencyProof, request);
  if (!proof.ok()) return proof.status();
  return std::vector<std::string>(proof->hashes().begin(), proof->hashes().end());
}

absl::StatusOr<std::vector<std::string>> RemoteLedger::InclusionProof(int64_t sequence, int64_t size) {
  submission::v1::GetInclusionProofRequest request;
  request.set_plan(plan_);
  request.set_sequence(sequence);
  request.set_size(size);
  const auto proof = Read(client_, &Ledger::Stub::GetInclusionProof, request);
  if (!proof.ok()) return proof.status();
  return std::vector<std::string>(proof->hashes().begin(), proof->hashes().end());
}

absl::StatusOr<std::vector<submission::v1::LedgerKey>> ListLedgerKeys(Client& client) {
  std::map<std::string, submission::v1::LedgerKey> keys;  // by id
  submission::v1::ListLedgerKeysRequest request;
  request.set_page_size(kPlansAtOnce);
  do {
    const auto page = Read(client, &Ledger::Stub::ListLedgerKeys, request);
    if (!page.ok()) return page.status();
    for (const auto& key : page->keys()) {
      const auto [known, fresh] = keys.try_emplace(key.key_id(), key);
      if (!fresh) known->second.mutable_uses()->MergeFrom(key.uses());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  std::vector<submission::v1::LedgerKey> all;
  for (auto& [id, key] : keys) all.push_back(std::move(key));
  return all;
}

}  // namespace lianfang::cli
