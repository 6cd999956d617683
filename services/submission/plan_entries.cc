#include "services/submission/plan_entries.h"

#include <cstdint>

namespace lianfang::submission {
namespace {

constexpr int kChunk = 1000;

}  // namespace

absl::Status ForEachPlanEntry(LedgerStore& store, const std::string& plan, absl::Time deadline,
                              absl::FunctionRef<bool(const v1::LedgerEntry&)> take) {
  for (int64_t after = 0;;) {
    const auto entries = store.ReadPlanEntries(plan, after, kChunk, deadline);
    if (!entries.ok()) return entries.status();
    v1::LedgerEntry entry;
    for (const StoredEntry& stored : *entries) {
      after = stored.sequence;
      if (entry.ParseFromString(stored.bytes) && !take(entry)) return absl::OkStatus();
    }
    if (entries->size() < kChunk) return absl::OkStatus();
  }
}

}  // namespace lianfang::submission
