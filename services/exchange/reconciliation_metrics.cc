#include "services/exchange/reconciliation_metrics.h"

#include "services/exchange/domain/reconciliation/rule_book.h"

namespace lianfang::exchange {
namespace {

struct StateWord {
  v1::LinkState state;
  const char* word;
};
constexpr StateWord kStates[] = {{v1::LINK_STATE_LINKED, "linked"},
                                 {v1::LINK_STATE_UNCERTAIN, "uncertain"},
                                 {v1::LINK_STATE_CONFIRMED, "confirmed"},
                                 {v1::LINK_STATE_REJECTED, "rejected"}};

template <typename Counts, typename Key>
double CountOf(const Counts& counts, const Key& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : static_cast<double>(found->second);
}

}  // namespace

void ReconciliationMetrics::Ran(const std::string& plan, const absl::Status& status, absl::Duration duration) {
  metrics_
      .Counter("lianfang_exchange_reconciliations_total", "Runs of reconciliation, by plan and outcome.",
               {{"plan", plan}, {"outcome", status.ok() ? "done" : "failed"}})
      .Increment();
  metrics_.Seconds("lianfang_exchange_reconciliation_seconds", "How long runs of reconciliation take.", {})
      .Observe(absl::ToDoubleSeconds(duration));
}

void ReconciliationMetrics::Compared(const std::string& plan, int64_t records) {
  metrics_
      .Gauge("lianfang_exchange_reconciled_records", "Records that the last run of this replica compared, by plan.",
             {{"plan", plan}})
      .Set(static_cast<double>(records));
}

void ReconciliationMetrics::Stand(const std::string& plan, const ReconciliationTally& tally) {
  for (const auto& [state, word] : kStates) {
    metrics_
        .Gauge("lianfang_exchange_links",
               "Links between records, by plan and state; a person is asked about uncertain ones.",
               {{"plan", plan}, {"state", word}})
        .Set(CountOf(tally.links, state));
  }
  for (const RuleDefinition& rule : RuleDefinitions()) {
    const std::string id = rule.id;
    metrics_
        .Gauge("lianfang_exchange_open_discrepancies", "Discrepancies that are open or referred, by plan and rule.",
               {{"plan", plan}, {"rule", id}})
        .Set(CountOf(tally.open_discrepancies, id));
  }
}

}  // namespace lianfang::exchange
