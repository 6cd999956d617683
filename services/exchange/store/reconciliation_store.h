// Where links and discrepancies are kept. Beside the records and not with them: reconciliation reads records by record_reading.h.
//
//   absl::Status status = store.Mutate(key, now, [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
//     const auto found = rows.FindDiscrepancy(name);   // load
//     …                                                // decide (domain/reconciliation/discrepancy_life.h)
//     rows.SaveDiscrepancy(*found);                    // save
//     return Outcome{…};
//   }, deadline);
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"

namespace lianfang::exchange {

// Which discrepancies; an empty member does not restrict.
struct DiscrepancyFilter {
  std::string plan = {};
  std::vector<v1::DiscrepancyState> states = {};
  std::vector<std::string> rules = {};
  std::string department = {};     // of the owner
  std::string region_prefix = {};  // common/division.h, DivisionPrefix
  std::string industry = {};
  std::string period = {};
  // Only what this department owns or keeps evidence of.
  std::optional<v1::RecordOwner> party = std::nullopt;
  v1::DiscrepancyOrder order = v1::DISCREPANCY_ORDER_UNSPECIFIED;
};

// Where a page begins: behind this discrepancy, in the filter's order.
struct DiscrepancyPlace {
  std::string group;  // GroupOf
  absl::Time due;     // in whole microseconds
  std::string name;
};

// By what the order sorts before due time and name; empty: by nothing.
inline std::string GroupOf(const v1::Discrepancy& discrepancy, v1::DiscrepancyOrder order) {
  if (order == v1::DISCREPANCY_ORDER_RULE) return discrepancy.rule();
  if (order != v1::DISCREPANCY_ORDER_OWNER) return "";
  return absl::StrCat(discrepancy.owner().region(), "/", discrepancy.owner().department());
}

// Where a page of uncertain links begins: behind this one.
struct LinkPlace {
  double probability = 0;
  std::string name;
};

// Where a run stands: which records and which day it has seen.
struct ReconciliationMark {
  int64_t position = 0;    // of the newest record version
  std::string agreements;  // the editions in force, and the plan's
  std::string day;         // on which rules that count days were applied
  std::string returns;     // where the returns stood (return_reading.h); empty: they could not be read
  // Grows with every SaveMark, which takes no notice of what it is given here. Two marks that say the same are told apart by it: a run stores
  // only where nobody has saved a mark since it began.
  int64_t revision = 0;
  bool SeesSameRecords(const ReconciliationMark& other) const {
    return position == other.position && agreements == other.agreements && day == other.day;
  }
  friend bool operator==(const ReconciliationMark&, const ReconciliationMark&) = default;
};

// What stands of a plan.
struct ReconciliationTally {
  std::map<v1::LinkState, int64_t> links;
  std::map<std::string, int64_t> open_discrepancies;  // open and referred ones, by rule
};

// Rows that may be changed. Used within one call, on its thread.
class ReconciliationRows {
 public:
  virtual ~ReconciliationRows() = default;

  // Waits until no other run of the plan is under way, until the end of the transaction. The mark of the run before.
  virtual ReconciliationMark LockRun(const std::string& plan) = 0;
  virtual void SaveMark(const std::string& plan, const ReconciliationMark& mark) = 0;
  // How the plan's rules stood after its last run. After LockRun.
  virtual void SaveRules(const std::string& plan, const std::vector<v1::DiscrepancyRuleStatus>& rules) = 0;

  // What is found stays as it is for others until the transaction ends.
  virtual std::optional<v1::Discrepancy> FindDiscrepancy(const std::string& name) = 0;
  virtual std::optional<v1::Link> FindLink(const std::string& name) = 0;
  // All of a plan, by name.
  virtual std::vector<v1::Discrepancy> DiscrepanciesOf(const std::string& plan) = 0;
  // A plan's editions of the linkage model, in the order in which they were proposed. After LockRun they stay as they are.
  virtual std::vector<v1::LinkageModelEdition> ModelsOf(const std::string& plan) = 0;

  // Insert or replace. A saved discrepancy is told to the followers of its duties.
  virtual void SaveDiscrepancy(const v1::Discrepancy& discrepancy) = 0;
  virtual void SaveLinks(const std::vector<v1::Link>& links) = 0;
  virtual void RemoveLinks(const std::vector<std::string>& names) = 0;
  virtual void SaveModel(const std::string& plan, const v1::LinkageModelEdition& edition) = 0;
};

// Thread-safe. Every call: UNAVAILABLE while the store is away, DEADLINE_EXCEEDED.
class ReconciliationStore {
 public:
  virtual ~ReconciliationStore() = default;

  using Work = std::function<absl::StatusOr<Outcome>(ReconciliationRows&)>;

  // Runs `work` in one transaction with its audit row, and answers its response; the repeat of a key answers the first one without running
  // it. What `work` refuses leaves nothing. `work` may run more than once.
  virtual absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  // The same for a run of reconciliation, which nobody asked for and which repeats itself harmlessly.
  virtual absl::Status Run(absl::Time now, const std::function<absl::Status(ReconciliationRows&)>& work,
                           absl::Time deadline) = 0;

  virtual absl::StatusOr<std::optional<v1::Discrepancy>> FindDiscrepancy(const std::string& name,
                                                                         absl::Time deadline) = 0;
  virtual absl::StatusOr<std::optional<v1::Link>> FindLink(const std::string& name, absl::Time deadline) = 0;
  // In the filter's order, behind `after`; at most `limit`. With `heads`, without evidence, links and steps. What changes its place in the order
  // between two pages may be answered twice or not at all; everything else is answered once.
  virtual absl::StatusOr<std::vector<v1::Discrepancy>> ListDiscrepancies(const DiscrepancyFilter& filter,
                                                                         const std::optional<DiscrepancyPlace>& after,
                                                                         int limit, bool heads,
                                                                         absl::Time deadline) = 0;
  // By name, after `after`; at most `limit`. Of all plans where `plan` is empty.
  virtual absl::StatusOr<std::vector<v1::Discrepancy>> PageOfDiscrepancies(const std::string& plan,
                                                                           const std::string& after, int limit,
                                                                           absl::Time deadline) = 0;
  // Links about which a person is asked, the most likely first, behind `after`; at most `limit`.
  virtual absl::StatusOr<std::vector<v1::Link>> ListUncertainLinks(const std::string& plan,
                                                                   const std::optional<LinkPlace>& after, int limit,
                                                                   absl::Time deadline) = 0;
  // All links of a plan, by name.
  virtual absl::StatusOr<std::vector<v1::Link>> LinksOf(const std::string& plan, absl::Time deadline) = 0;
  // A plan's editions of the linkage model, in the order in which they were proposed.
  virtual absl::StatusOr<std::vector<v1::LinkageModelEdition>> ModelsOf(const std::string& plan,
                                                                        absl::Time deadline) = 0;
  // How many links and open discrepancies a plan has.
  virtual absl::StatusOr<ReconciliationTally> Tally(const std::string& plan, absl::Time deadline) = 0;
  // Plans that have agreements, by name.
  virtual absl::StatusOr<std::vector<std::string>> PlansWithAgreements(absl::Time deadline) = 0;
  // Position of the newest record version; 0: there is none.
  virtual absl::StatusOr<int64_t> NewestPosition(absl::Time deadline) = 0;
  // How the plan's rules stood after its last run; empty: there was none.
  virtual absl::StatusOr<std::vector<v1::DiscrepancyRuleStatus>> RulesOf(const std::string& plan,
                                                                         absl::Time deadline) = 0;
  // The mark of a plan's last run.
  virtual absl::StatusOr<ReconciliationMark> FindMark(const std::string& plan, absl::Time deadline) = 0;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_STORE_H_
