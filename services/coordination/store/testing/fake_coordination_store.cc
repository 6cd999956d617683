#include "services/coordination/store/testing/fake_coordination_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/changelog/resource_change.h"

namespace lianfang::coordination {
namespace {

template <typename Values, typename Value>
bool IsEmptyOrHolds(const Values& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

bool Names(const std::vector<std::string>& departments, const std::string& wanted) {
  return wanted.empty() || std::find(departments.begin(), departments.end(), wanted) != departments.end();
}

bool Passes(const DocumentFilter& filter, const Document& document) {
  const bool readable = document.readers.empty() || Names(document.readers, filter.scope.department);
  return document.shelf == filter.shelf && readable &&
         absl::StartsWith(document.office_region, filter.scope.division_prefix) &&
         (filter.plan.empty() || filter.plan == document.plan) && IsEmptyOrHolds(filter.states, document.state) &&
         Names(document.departments, filter.department) &&
         (filter.industry.empty() || filter.industry == document.industry) &&
         (filter.credit_code.empty() || filter.credit_code == document.credit_code) &&
         document.sort_time >= filter.from && document.sort_time < filter.until &&
         (!filter.pending_only || document.pending);
}

std::pair<absl::Time, std::string> KeyOf(const Document& document) { return {document.sort_time, document.name}; }

}  // namespace

class FakeCoordinationStore::Rows : public CoordinationTransaction {
 public:
  explicit Rows(Documents& documents) : documents_(documents) {}

  std::optional<Document> Find(const std::string& name) override {
    const auto found = documents_.find(name);
    if (found == documents_.end()) return std::nullopt;
    return found->second;
  }
  std::vector<Document> FindAll(Shelf shelf, const std::string& plan, const std::vector<int>& states) override {
    std::vector<Document> found;
    for (const auto& [name, document] : documents_) {
      if (document.shelf == shelf && document.plan == plan && IsEmptyOrHolds(states, document.state)) {
        found.push_back(document);
      }
    }
    return found;
  }
  void LockPlan(const std::string&) override {}
  void Save(const Document& document) override {
    saved_.push_back(document.name);
    documents_[document.name] = document;
  }
  void Settle(const std::string& name) override {
    if (const auto found = documents_.find(name); found != documents_.end()) found->second.pending = false;
  }
  int CountPending(Shelf shelf, const std::string& department) override {
    return static_cast<int>(std::count_if(documents_.begin(), documents_.end(), [&](const auto& one) {
      return one.second.shelf == shelf && one.second.pending && Names(one.second.departments, department);
    }));
  }
  const std::vector<std::string>& saved() const { return saved_; }

 private:
  Documents& documents_;
  std::vector<std::string> saved_;
};

absl::StatusOr<std::string> FakeCoordinationStore::Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                                          absl::Time) {
  absl::MutexLock lock(&mutex_);
  auto repeated = requests_.Find(key);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) return **std::move(repeated);
  Documents changed = documents_;
  Rows rows(changed);
  auto outcome = work(rows);
  if (!outcome.ok()) return outcome.status();
  documents_ = std::move(changed);
  requests_.Record(key, outcome->response);
  audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  for (Change& change : ResourceChangesOf(rows.saved(), now)) changes_.push_back(std::move(change));
  return outcome->response;
}

absl::Status FakeCoordinationStore::Read(const std::function<absl::Status(CoordinationRows&)>& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Rows rows(documents_);
  return work(rows);
}

absl::Status FakeCoordinationStore::Audit(const RequestRecord& record, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  audit_.push_back(absl::StrCat(record.resource, ": ", record.detail));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Document>> FakeCoordinationStore::List(const DocumentFilter& filter,
                                                                  const DocumentPage& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const bool earliest_first = filter.shelf == Shelf::kTask;
  const auto precedes = [&](const Document& left, const Document& right) {
    return earliest_first ? KeyOf(left) < KeyOf(right) : KeyOf(left) > KeyOf(right);
  };
  const auto last = documents_.find(page.after_name);
  std::vector<Document> found;
  for (const auto& [name, document] : documents_) {
    const bool after = page.after_name.empty() || (last != documents_.end() && precedes(last->second, document));
    if (after && Passes(filter, document)) found.push_back(document);
  }
  std::sort(found.begin(), found.end(), precedes);
  if (found.size() > static_cast<size_t>(page.limit)) found.resize(static_cast<size_t>(page.limit));
  return found;
}

bool FakeCoordinationStore::IsNamed(const Document& file) const {
  return std::any_of(documents_.begin(), documents_.end(), [&](const auto& one) {
    const Document& document = one.second;
    return document.shelf != Shelf::kFile && document.plan == file.plan &&
           absl::StrContains(document.content, file.name);
  });
}

absl::StatusOr<std::vector<std::string>> FakeCoordinationStore::PlansOfUnusedFiles(absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::set<std::string> plans;
  for (const auto& [name, document] : documents_) {
    if (document.shelf == Shelf::kFile && document.pending) plans.insert(document.plan);
  }
  return std::vector<std::string>(plans.begin(), plans.end());
}

absl::Status FakeCoordinationStore::KeepFiles(const std::vector<std::string>& names, absl::Time) {
  absl::MutexLock lock(&mutex_);
  for (const std::string& name : names) {
    const auto found = documents_.find(name);
    if (found != documents_.end() && found->second.shelf == Shelf::kFile) found->second.pending = false;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> FakeCoordinationStore::DropUnusedFiles(absl::Time before, int most, absl::Time) {
  absl::MutexLock lock(&mutex_);
  for (auto& [name, document] : documents_) {
    const bool waits = document.shelf == Shelf::kFile && document.pending && document.sort_time < before;
    if (waits && IsNamed(document)) document.pending = false;
  }
  int dropped = 0;
  for (auto document = documents_.begin(); document != documents_.end() && dropped < most;) {
    const bool unused =
        document->second.shelf == Shelf::kFile && document->second.pending && document->second.sort_time < before;
    dropped += unused ? 1 : 0;
    document = unused ? documents_.erase(document) : std::next(document);
  }
  return dropped;
}

absl::Status FakeCoordinationStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.emplace(std::make_pair(plan.name(), plan.edition()), plan);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeCoordinationStore::FindPlan(const std::string& name, int edition,
                                                                              absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {
    if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
  }
  return found;
}

std::vector<std::string> FakeCoordinationStore::audit() const {
  absl::MutexLock lock(&mutex_);
  return audit_;
}

std::vector<Change> FakeCoordinationStore::changes() const {
  absl::MutexLock lock(&mutex_);
  return changes_;
}

}  // namespace lianfang::coordination
