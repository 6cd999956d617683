// A small ledger, sealed and signed as the service would, for tests.
#ifndef LIANFANG_CLI_LEDGER_TESTING_SAMPLE_LEDGER_H_
#define LIANFANG_CLI_LEDGER_TESTING_SAMPLE_LEDGER_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

class SampleLedger {
 public:
  // Ledgers of different `actor` have no entry in common.
  explicit SampleLedger(std::string plan = "plans/p", std::string actor = "spiffe://lianfang.local/")
      : plan_(std::move(plan)), actor_(std::move(actor)) {}

  // Adds `count` entries under one seal by `key`.
  void Add(int count, const SigningKey& key);
  // Signs a seal once more, as it is.
  void Sign(size_t seal, const SigningKey& key);

  // The head over the first `seals` seals, signed by `key`; a tree head is with it unless it is from before there were
  // any.
  submission::v1::LedgerHead Head(size_t seals, const SigningKey& key, bool with_tree = true) const;
  submission::v1::LedgerHead Head(const SigningKey& key) const { return Head(seals_.size(), key); }

  std::string Root(int64_t size) const;

  // As `ledger export` writes it.
  void Export(std::ostream& out, const SigningKey& key) const;

  std::vector<submission::v1::RecordedEntry>& entries() { return entries_; }
  std::vector<type::v1::SignedSeal>& seals() { return seals_; }

 private:
  std::string HashAt(int64_t sequence) const;

  const std::string plan_;
  const std::string actor_;
  std::vector<submission::v1::RecordedEntry> entries_;
  std::vector<type::v1::SignedSeal> seals_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_TESTING_SAMPLE_LEDGER_H_
