#include "services/fund/store/testing/fake_fund_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/changelog/resource_change.h"
#include "common/time.h"
#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/request/names.h"

namespace lianfang::fund {
namespace {

template <typename Map>
auto Find(const Map& map, const std::string& name) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(name);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

// Values of a plan's keys after the page's, in order.
template <typename Value>
std::vector<Value> PageOf(
    const std::map<std::string, Value>& map, const std::string& plan, const Page& page,
    const std::function<bool(const Value&)>& passes = [](const Value&) { return true; }) {
  std::vector<Value> found;
  for (const auto& [name, value] : map) {
    if (PlanOf(name) != plan || name <= page.after || !passes(value)) continue;
    if (static_cast<int>(found.size()) < page.limit) found.push_back(value);
  }
  return found;
}

bool Passes(const ProjectFilter& filter, const ProjectRecord& record) {
  const v1::Project& project = record.project;
  const bool in_state =
      filter.states.empty() || std::count(filter.states.begin(), filter.states.end(), project.state());
  return in_state && (filter.plan.empty() || filter.plan == PlanOf(project.budget())) &&
         (filter.year == 0 || project.budget() == BudgetName(PlanOf(project.budget()), filter.year)) &&
         (filter.department.empty() || filter.department == project.proposal().department()) &&
         (filter.provider.empty() || filter.provider == project.contract().provider()) &&
         absl::StartsWith(record.office_region, filter.region_prefix);
}

}  // namespace

class FakeFundStore::Rows : public FundTransaction {
 public:
  explicit Rows(State& state) : state_(state) {}

  std::optional<v1::Budget> FindBudget(const std::string& name) override { return Find(state_.budgets, name); }
  std::optional<ProjectRecord> FindProject(const std::string& name) override { return Find(state_.projects, name); }
  std::optional<v1::Provider> FindProvider(const std::string& name) override { return Find(state_.providers, name); }
  Sums SumsOf(const std::string& budget) override {
    Sums sums;
    for (const auto& [name, record] : state_.projects) {
      const Spent spent = SpentBy(record.project);
      if (record.project.budget() != budget || spent.committed == 0) continue;
      sums[record.project.proposal().purpose()].committed += spent.committed;
      sums[record.project.proposal().purpose()].paid += spent.paid;
    }
    return sums;
  }
  ContractCounts CountsOf(const std::string& provider) override {
    ContractCounts counts;
    for (const auto& [name, record] : state_.projects) {
      const v1::Project& project = record.project;
      if (project.contract().provider() != provider) continue;
      ++counts.contracts;
      const bool accepted =
          project.state() == v1::PROJECT_STATE_ACCEPTED || project.state() == v1::PROJECT_STATE_SETTLED;
      if (accepted) ++counts.accepted;
      if (project.acceptance().result() == v1::ACCEPTANCE_RESULT_FAILED) ++counts.failed;
    }
    return counts;
  }
  std::vector<v1::Project> ProjectsOf(const std::string& budget) override {
    std::vector<v1::Project> found;
    for (const auto& [name, record] : state_.projects) {
      if (record.project.budget() == budget) found.push_back(record.project);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
      return FromTimestamp(left.create_time()) < FromTimestamp(right.create_time());
    });
    return found;
  }
  int CountProjects(const std::string& budget) override {
    return static_cast<int>(std::count_if(state_.projects.begin(), state_.projects.end(),
                                          [&](const auto& entry) { return entry.second.project.budget() == budget; }));
  }

  std::optional<v1::RateTable> FindRateTable(const std::string& name) override {
    return Find(state_.rate_tables, name);
  }
  std::optional<v1::RateList> FindRateList(const std::string& name) override { return Find(state_.rate_lists, name); }
  std::optional<v1::EmployerRate> FindRate(const std::string& name) override {
    return Find(state_.rates[ListOfRate(name)], LastPart(name));
  }
  std::vector<v1::EmployerRate> RatesPage(const RateFilter& filter, const Page& page) override {
    std::vector<v1::EmployerRate> found;
    most_rates_ = std::max(most_rates_, page.limit);
    const auto& rates = state_.rates[filter.list];
    for (auto at = rates.upper_bound(page.after); at != rates.end(); ++at) {
      const v1::EmployerRate& rate = at->second;
      const bool passes = (filter.industry_class == 0 || rate.figures().industry_class() == filter.industry_class) &&
                          (filter.percent == 0 || rate.percent() == filter.percent) &&
                          (!filter.corrected_only || !rate.correction_reason().empty());
      if (static_cast<int>(found.size()) == page.limit) break;
      if (passes) found.push_back(rate);
    }
    return found;
  }
  std::vector<std::string> FindListed(const std::string& list, const std::vector<std::string>& codes) override {
    std::vector<std::string> listed;
    for (const auto& [code, rate] : state_.rates[list]) {
      if (std::count(codes.begin(), codes.end(), code) > 0) listed.push_back(code);
    }
    return listed;
  }
  std::map<std::string, int> PercentsOf(const std::string& list, const std::vector<std::string>& codes) override {
    std::map<std::string, int> percents;
    for (const std::string& code : codes) {
      if (const auto rate = Find(state_.rates[list], code); rate.has_value()) percents[code] = rate->percent();
    }
    return percents;
  }
  bool IsInUse(const std::string& rate_table) override {
    return std::any_of(state_.rate_lists.begin(), state_.rate_lists.end(), [&](const auto& entry) {
      return entry.second.rate_table() == rate_table && entry.second.state() != v1::RATE_LIST_STATE_COLLECTING;
    });
  }

  void SaveBudget(const v1::Budget& budget) override { state_.budgets[budget.name()] = budget; }
  void SaveProject(const ProjectRecord& record) override {
    state_.projects[record.project.name()] = record;
    saved_.push_back(record.project.name());
  }
  void SaveProvider(const v1::Provider& provider) override { state_.providers[provider.name()] = provider; }
  void SaveRateTable(const v1::RateTable& table) override { state_.rate_tables[table.name()] = table; }
  void SaveRateList(const v1::RateList& list) override { state_.rate_lists[list.name()] = list; }
  void SaveRates(const std::string& list, const std::vector<v1::EmployerRate>& rates) override {
    most_rates_ = std::max(most_rates_, static_cast<int>(rates.size()));
    for (const v1::EmployerRate& rate : rates) state_.rates[list][rate.figures().credit_code()] = rate;
  }

  const std::vector<std::string>& saved() const { return saved_; }
  int most_rates() const { return most_rates_; }

 private:
  State& state_;
  int most_rates_ = 0;
  std::vector<std::string> saved_;
};

absl::StatusOr<std::string> FakeFundStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                  const Work& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  const State before = state_;
  Rows rows(state_);
  auto outcome = work(rows);
  most_rates_ = std::max(most_rates_, rows.most_rates());
  if (!outcome.ok() || !key.has_value()) state_ = before;
  if (!outcome.ok()) return outcome.status();
  requests_.Record(key, outcome->response);
  if (!key.has_value()) return outcome->response;
  audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  for (Change& change : ResourceChangesOf(rows.saved(), now)) changes_.push_back(std::move(change));
  return outcome->response;
}

absl::Status FakeFundStore::Read(const std::function<absl::Status(FundRows&)>& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Rows rows(state_);
  return work(rows);
}

absl::Status FakeFundStore::Audit(const RequestRecord& record, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  audit_.push_back(absl::StrCat(record.resource, ": ", record.detail));
  return absl::OkStatus();
}

std::vector<std::string> FakeFundStore::audit() const {
  absl::MutexLock lock(&mutex_);
  return audit_;
}

int FakeFundStore::most_rates() const {
  absl::MutexLock lock(&mutex_);
  return most_rates_;
}

std::vector<Change> FakeFundStore::changes() const {
  absl::MutexLock lock(&mutex_);
  return changes_;
}

absl::StatusOr<std::vector<ProjectRecord>> FakeFundStore::ListProjects(const ProjectFilter& filter, const Page& page,
                                                                       absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto key = [](const ProjectRecord& record) {
    return std::make_pair(FromTimestamp(record.project.create_time()), record.project.name());
  };
  const auto last = state_.projects.find(page.after);
  std::vector<ProjectRecord> found;
  for (const auto& [name, record] : state_.projects) {
    const bool after = page.after.empty() || (last != state_.projects.end() && key(record) < key(last->second));
    if (after && Passes(filter, record)) found.push_back(record);
  }
  std::sort(found.begin(), found.end(), [&](const auto& left, const auto& right) { return key(left) > key(right); });
  if (found.size() > static_cast<size_t>(page.limit)) found.resize(static_cast<size_t>(page.limit));
  return found;
}

absl::StatusOr<std::vector<v1::Budget>> FakeFundStore::ListBudgets(const std::string& plan, const Page& page,
                                                                   absl::Time) {
  absl::MutexLock lock(&mutex_);
  return PageOf(state_.budgets, plan, page);
}

absl::StatusOr<std::vector<v1::Provider>> FakeFundStore::ListProviders(const std::string& plan, v1::ProviderKind kind,
                                                                       const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return PageOf<v1::Provider>(state_.providers, plan, page, [kind](const v1::Provider& provider) {
    return kind == v1::PROVIDER_KIND_UNSPECIFIED ||
           std::count(provider.kinds().begin(), provider.kinds().end(), kind) > 0;
  });
}

absl::StatusOr<std::vector<v1::RateTable>> FakeFundStore::ListRateTables(const std::string& plan, const Page& page,
                                                                         absl::Time) {
  absl::MutexLock lock(&mutex_);
  return PageOf(state_.rate_tables, plan, page);
}

absl::StatusOr<std::vector<v1::RateList>> FakeFundStore::ListRateLists(const std::string& plan, const Page& page,
                                                                       absl::Time) {
  absl::MutexLock lock(&mutex_);
  return PageOf(state_.rate_lists, plan, page);
}

absl::StatusOr<std::vector<v1::EmployerRate>> FakeFundStore::ListRates(const RateFilter& filter, const Page& page,
                                                                       absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Rows(state_).RatesPage(filter, page);
}

absl::Status FakeFundStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.insert({{plan.name(), plan.edition()}, plan});
  return absl::OkStatus();
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeFundStore::FindPlan(const std::string& name, int edition,
                                                                      absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {
    if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
  }
  return found;
}

}  // namespace lianfang::fund
