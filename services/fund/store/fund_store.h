// Where budgets, projects, providers and premium rates are kept.
//
//   auto response = store.Mutate(key, now, [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
//     auto project = rows.FindProject(name);             // load: the rows found are locked
//     …                                                  // decide
//     rows.SaveProject(*project);                        // save
//     return Outcome{response.SerializeAsString(), name, "approved"};
//   }, deadline);
#ifndef LIANFANG_SERVICES_FUND_STORE_FUND_STORE_H_
#define LIANFANG_SERVICES_FUND_STORE_FUND_STORE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/following/plan_editions.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/fund/v1/budget.pb.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "services/fund/domain/budget/budget_rules.h"
#include "services/fund/domain/provider/provider_rules.h"

namespace lianfang::fund {

// A project, and the region of its plan's office, by which it is read.
struct ProjectRecord {
  v1::Project project;
  std::string office_region;
};

// Where a page begins: after this key; the first where it is empty.
struct Page {
  std::string after;
  int limit = 0;
};

// Which rates of a list.
struct RateFilter {
  std::string list;
  int industry_class = 0;
  int percent = 0;
  bool corrected_only = false;
};

// Rows as they stand. Used within one Read or Mutate, on its thread. A fault of the database ends that call; a method that answers nothing
// has found nothing.
class FundRows {
 public:
  virtual ~FundRows() = default;

  virtual std::optional<v1::Budget> FindBudget(const std::string& name) = 0;
  virtual std::optional<ProjectRecord> FindProject(const std::string& name) = 0;
  virtual std::optional<v1::Provider> FindProvider(const std::string& name) = 0;
  // What the projects of a budget bind and what was paid, by purpose.
  virtual Sums SumsOf(const std::string& budget) = 0;
  virtual ContractCounts CountsOf(const std::string& provider) = 0;
  // The projects of a budget, oldest first: all of them, as a budget takes kMostProjects (project_rules.h).
  virtual std::vector<v1::Project> ProjectsOf(const std::string& budget) = 0;
  virtual int CountProjects(const std::string& budget) = 0;

  virtual std::optional<v1::RateTable> FindRateTable(const std::string& name) = 0;
  virtual std::optional<v1::RateList> FindRateList(const std::string& name) = 0;
  virtual std::optional<v1::EmployerRate> FindRate(const std::string& name) = 0;
  // A page of rates, by credit code, after which it begins. A list of any length is read by pages alone: all of it would not fit in memory.
  virtual std::vector<v1::EmployerRate> RatesPage(const RateFilter& filter, const Page& page) = 0;
  // Which of these credit codes are on the list.
  virtual std::vector<std::string> FindListed(const std::string& list, const std::vector<std::string>& codes) = 0;
  // Per cent by credit code, of those of these that are on the list.
  virtual std::map<std::string, int> PercentsOf(const std::string& list, const std::vector<std::string>& codes) = 0;
  // Whether a list that is not collecting any more rests on the table.
  virtual bool IsInUse(const std::string& rate_table) = 0;
};

// Rows that may be changed. What FindBudget, FindProject, FindProvider, FindRateTable and FindRateList answer stays as it is for others
// until the transaction ends, also where they find none. Locks are taken in this order: project, provider (of several, by name), budget;
// rate list, rate table.
//
// SumsOf and CountProjects, after FindBudget of the same budget, answer what stays as it is, too: whoever makes a project or changes what it
// binds finds the budget first. That is what keeps the sum of two approvals at once below the budget.
class FundTransaction : public FundRows {
 public:
  virtual void SaveBudget(const v1::Budget& budget) = 0;
  virtual void SaveProject(const ProjectRecord& record) = 0;
  virtual void SaveProvider(const v1::Provider& provider) = 0;
  virtual void SaveRateTable(const v1::RateTable& table) = 0;
  virtual void SaveRateList(const v1::RateList& list) = 0;
  // Inserts or replaces rates of one list.
  virtual void SaveRates(const std::string& list, const std::vector<v1::EmployerRate>& rates) = 0;
};

// Which projects a list shows; empty members do not restrict.
struct ProjectFilter {
  std::string plan;
  int year = 0;
  std::vector<v1::ProjectState> states;
  std::string department;
  std::string provider;
  std::string region_prefix;  // of the plan's office
};

// Thread-safe. Every call: UNAVAILABLE while the store is away, DEADLINE_EXCEEDED.
class FundStore : public PlanStore {
 public:
  using Work = std::function<absl::StatusOr<Outcome>(FundTransaction&)>;

  // Runs `work` in one transaction with its audit row and a change (common/changelog/resource_change.h) for each project that it saved,
  // and answers its response; the repeat of a key answers the first one without running it, and the key with another content is
  // INVALID_ARGUMENT. What `work` refuses leaves nothing. Without a key everything is rolled back: a rehearsal. `work` may run more than
  // once.
  virtual absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  // Runs reads that all see the rows of one instant. `work` may run more than once.
  virtual absl::Status Read(const std::function<absl::Status(FundRows&)>& work, absl::Time deadline) = 0;

  // Adds an audit row for something that changed nothing: a refusal.
  virtual absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) = 0;

  // Newest first, by name among those of one instant; a page begins after a project's name.
  virtual absl::StatusOr<std::vector<ProjectRecord>> ListProjects(const ProjectFilter& filter, const Page& page,
                                                                  absl::Time deadline) = 0;
  // By name.
  virtual absl::StatusOr<std::vector<v1::Budget>> ListBudgets(const std::string& plan, const Page& page,
                                                              absl::Time deadline) = 0;
  virtual absl::StatusOr<std::vector<v1::Provider>> ListProviders(const std::string& plan, v1::ProviderKind kind,
                                                                  const Page& page, absl::Time deadline) = 0;
  virtual absl::StatusOr<std::vector<v1::RateTable>> ListRateTables(const std::string& plan, const Page& page,
                                                                    absl::Time deadline) = 0;
  virtual absl::StatusOr<std::vector<v1::RateList>> ListRateLists(const std::string& plan, const Page& page,
                                                                  absl::Time deadline) = 0;
  // By credit code, after which a page begins.
  virtual absl::StatusOr<std::vector<v1::EmployerRate>> ListRates(const RateFilter& filter, const Page& page,
                                                                  absl::Time deadline) = 0;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_STORE_FUND_STORE_H_
