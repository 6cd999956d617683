#include "services/exchange/store/testing/fake_exchange_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/time.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

using Versions = std::vector<StoredVersion>;

template <typename Values, typename Value>
bool Holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool Passes(const RecordFilter& filter, const StoredVersion& version) {
  const bool in_region =
      filter.region_prefixes.empty() ||
      std::any_of(filter.region_prefixes.begin(), filter.region_prefixes.end(),
                  [&](const std::string& prefix) { return absl::StartsWith(version.region, prefix); });
  const bool owned = filter.owner_region.empty() || (filter.owner_region == version.owner_region &&
                                                     filter.owner_department == version.owner_department);
  const bool in_time =
      (!filter.from_day.has_value() || (version.day.has_value() && *version.day >= *filter.from_day)) &&
      (!filter.until_day.has_value() || (version.day.has_value() && *version.day < *filter.until_day));
  return version.newest && version.kind == filter.kind && owned && in_region && in_time &&
         (filter.industries.empty() || Holds(filter.industries, version.industry)) &&
         absl::StartsWith(version.region, filter.region_prefix) &&
         (filter.industry.empty() || version.industry == filter.industry) &&
         (filter.credit_code.empty() || version.credit_code == filter.credit_code) &&
         (filter.person.empty() || Holds(version.persons, filter.person)) &&
         (filter.with_withdrawn || !version.withdrawn);
}

std::string MonthOf(const StoredVersion& version) {
  return version.day.has_value() ? absl::StrFormat("%04d-%02d", version.day->year(), version.day->month()) : "";
}

bool IsKept(const StoredVersion& version, const std::vector<RegisterKeeper>& keepers) {
  return std::any_of(keepers.begin(), keepers.end(), [&version](const RegisterKeeper& keeper) {
    const auto& prefixes = keeper.region_prefixes;
    return keeper.owner_region == version.owner_region && keeper.owner_department == version.owner_department &&
           (prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(),
                                            [&](const auto& one) { return absl::StartsWith(version.region, one); })) &&
           (keeper.industries.empty() || Holds(keeper.industries, version.industry));
  });
}

std::string GroupOf(const StoredVersion& version, v1::RecordGrouping grouping) {
  switch (grouping) {
    case v1::RECORD_GROUPING_INDUSTRY:
      return version.industry;
    case v1::RECORD_GROUPING_REGION:
      return version.region;
    default:
      return "";
  }
}

bool Passes(const ReadFilter& filter, const ReadRow& row) {
  const auto record = ParseRecordName("record", row.read.record());
  const absl::Time time = FromTimestamp(row.read.read_time());
  return absl::StartsWith(row.read.owner().region(), filter.owner_region_prefix) &&
         (filter.owner_region.empty() || filter.owner_region == row.read.owner().region()) &&
         (filter.owner_department.empty() || filter.owner_department == row.read.owner().department()) &&
         (filter.record.empty() || (record.ok() && record->record == filter.record)) &&
         (filter.reader_department.empty() || filter.reader_department == row.reader_department) &&
         time >= filter.from && time < filter.until && (!filter.revealed_only || row.read.revealed());
}

}  // namespace

class FakeExchangeStore::Rows : public ExchangeTransaction {
 public:
  explicit Rows(State& state) : state_(state) {}

  KnownRecords LockRecords(const std::vector<std::pair<std::string, int64_t>>& wanted) override {
    KnownRecords known;
    for (const StoredVersion& version : state_.versions) {
      for (const auto& [name, number] : wanted) {
        if (version.name != name || (!version.newest && version.version != number)) continue;
        KnownRecord& record = known[name];
        record.hashes[version.version] = version.content_hash;
        if (version.newest) record.casualties = version.casualties;
      }
    }
    return known;
  }

  void InsertVersions(Versions versions) override {
    for (StoredVersion& version : versions) {
      for (StoredVersion& stored : state_.versions) {
        if (stored.name == version.name) stored.newest = false;
      }
      version.position = static_cast<int64_t>(state_.versions.size()) + 1;
      version.newest = true;
      state_.versions.push_back(std::move(version));
    }
    if (!versions.empty()) state_.changes.push_back({kRecordsTopic, absl::StrCat(state_.versions.size())});
  }

  std::optional<v1::Agreement> FindAgreement(const std::string& name) override {
    const auto found = state_.agreements.find(name);
    if (found == state_.agreements.end()) return std::nullopt;
    return found->second;
  }
  void SaveAgreement(const v1::Agreement& agreement) override {
    state_.agreements[agreement.name()] = agreement;
    state_.changes.push_back({kAgreementsTopic, agreement.name()});
  }
  std::optional<v1::FigureDefinitions> FindDefinitions(const std::string& plan) override {
    const auto found = state_.definitions.find(plan);
    if (found == state_.definitions.end()) return std::nullopt;
    return found->second;
  }
  void SaveDefinitions(const std::string& plan, const v1::FigureDefinitions& definitions) override {
    state_.definitions[plan] = definitions;
  }

 private:
  State& state_;
};

absl::Status FakeExchangeStore::Reachable() const {
  return away_ ? absl::UnavailableError("the database is away") : absl::OkStatus();
}

absl::StatusOr<std::string> FakeExchangeStore::Mutate(const std::optional<RequestKey>& key, absl::Time,
                                                      const Work& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  const State before = state_;
  Rows rows(state_);
  auto outcome = work(rows);
  if (!outcome.ok() || !key.has_value()) state_ = before;
  if (!outcome.ok()) return outcome.status();
  requests_.Record(key, outcome->response);
  if (key.has_value()) audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  return outcome->response;
}

absl::Time FakeExchangeStore::publish_deadline() const {
  absl::MutexLock lock(&mutex_);
  return publish_deadline_;
}

absl::Status FakeExchangeStore::Publish(const RequestKey&, absl::Time, const Work& work, absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  publish_deadline_ = deadline;
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  const State before = state_;
  Rows rows(state_);
  const auto outcome = work(rows);
  if (!outcome.ok()) {
    state_ = before;
    return outcome.status();
  }
  audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  return absl::OkStatus();
}

absl::Status FakeExchangeStore::Audit(const RequestRecord& record, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  audit_.push_back(absl::StrCat(record.resource, ": ", record.detail));
  return absl::OkStatus();
}

absl::StatusOr<Versions> FakeExchangeStore::ListVersionsAfter(int64_t position, int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  Versions found;
  for (size_t i = static_cast<size_t>(position);
       i < state_.versions.size() && found.size() < static_cast<size_t>(limit); ++i) {
    found.push_back(state_.versions[i]);
    const StoredVersion* before = nullptr;
    for (const StoredVersion& other : state_.versions) {
      const bool earlier = other.name == found.back().name && other.version < found.back().version;
      if (earlier && (before == nullptr || other.version > before->version)) before = &other;
    }
    if (before != nullptr) found.back().region_and_industry_before = {before->region, before->industry};
  }
  return found;
}

absl::StatusOr<std::optional<StoredVersion>> FakeExchangeStore::FindAtPosition(int64_t position, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (position < 1 || static_cast<size_t>(position) > state_.versions.size()) return std::nullopt;
  return state_.versions[static_cast<size_t>(position) - 1];
}

absl::StatusOr<std::optional<StoredVersion>> FakeExchangeStore::FindVersion(const std::string& name, int64_t version,
                                                                            absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  for (const StoredVersion& stored : state_.versions) {
    if (stored.name == name && (version == 0 ? stored.newest : stored.version == version)) return stored;
  }
  return std::nullopt;
}

absl::StatusOr<Versions> FakeExchangeStore::ListVersionsOf(const std::vector<std::string>& names, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  Versions found;
  for (const StoredVersion& stored : state_.versions) {
    if (std::find(names.begin(), names.end(), stored.name) != names.end()) found.push_back(stored);
  }
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    return std::tie(left.name, left.version) < std::tie(right.name, right.version);
  });
  return found;
}

Versions FakeExchangeStore::Select(const RecordFilter& filter) const {
  Versions found;
  for (const StoredVersion& version : state_.versions) {
    if (Passes(filter, version)) found.push_back(version);
  }
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
  return found;
}

absl::StatusOr<Versions> FakeExchangeStore::ListRecords(const RecordFilter& filter, const std::string& after_name,
                                                        int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  Versions page;
  for (StoredVersion& version : Select(filter)) {
    if (version.name > after_name && page.size() < static_cast<size_t>(limit)) page.push_back(std::move(version));
  }
  return page;
}

absl::StatusOr<CountCells> FakeExchangeStore::CountRecords(const RecordFilter& filter, v1::RecordGrouping grouping,
                                                           absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  for (const StoredVersion& version : Select(filter)) ++counts[{MonthOf(version), GroupOf(version, grouping)}];
  CountCells cells;
  for (const auto& [key, count] : counts) cells.push_back({key.first, key.second, count});
  return cells;
}

Versions FakeExchangeStore::Register(const std::string& region_prefix,
                                     const std::vector<RegisterKeeper>& keepers) const {
  RecordFilter filter;
  filter.kind = v1::RECORD_KIND_EMPLOYER;
  filter.region_prefix = region_prefix;
  Versions found = Select(filter);
  const auto order = [&](const StoredVersion& version) {
    int64_t first = version.position;
    for (const StoredVersion& other : state_.versions) {
      if (other.name == version.name) first = std::min(first, other.position);
    }
    return std::make_tuple(version.credit_code, !IsKept(version, keepers), first, version.name);
  };
  std::sort(found.begin(), found.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  return found;
}

absl::StatusOr<Versions> FakeExchangeStore::ListEmployers(const std::string& region_prefix, const std::string& industry,
                                                          const std::vector<RegisterKeeper>& keepers,
                                                          const std::string& after_code, int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::string code = after_code;
  Versions page;
  for (StoredVersion& version : Register(region_prefix, keepers)) {
    if (version.credit_code <= code) continue;
    code = version.credit_code;
    if (!industry.empty() && version.industry != industry) continue;
    if (page.size() < static_cast<size_t>(limit)) page.push_back(std::move(version));
  }
  return page;
}

absl::StatusOr<Versions> FakeExchangeStore::FindEmployers(const std::string& region_prefix, const std::string& code,
                                                          const std::vector<RegisterKeeper>& keepers, int limit,
                                                          absl::Time) {
  absl::MutexLock lock(&mutex_);
  Versions found;
  for (StoredVersion& version : Register(region_prefix, keepers)) {
    if (version.credit_code == code && found.size() < static_cast<size_t>(limit)) found.push_back(std::move(version));
  }
  return found;
}

absl::StatusOr<Versions> FakeExchangeStore::ListSealedOtherwise(const std::string& key_id, int64_t after, int limit,
                                                                absl::Time) {
  absl::MutexLock lock(&mutex_);
  Versions found;
  for (const StoredVersion& version : state_.versions) {
    const bool otherwise = version.sealed.key_id != key_id || version.algorithm != kSealedWithAesGcm;
    if (version.position > after && otherwise && found.size() < static_cast<size_t>(limit)) found.push_back(version);
  }
  return found;
}

absl::Status FakeExchangeStore::Reseal(int64_t position, const SealedField& before, const SealedField& after,
                                       absl::Time) {
  absl::MutexLock lock(&mutex_);
  StoredVersion& stored = state_.versions.at(static_cast<size_t>(position) - 1);
  if (stored.sealed.bytes == before.bytes) {
    stored.sealed = after;
    stored.algorithm = kSealedWithAesGcm;
  }
  return absl::OkStatus();
}

absl::Status FakeExchangeStore::LogReads(const std::vector<ReadRow>& reads, const audit::v1::AuditEvent& event,
                                         absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  for (ReadRow row : reads) {
    row.id = static_cast<int64_t>(reads_.size()) + 1;
    reads_.push_back(std::move(row));
  }
  audited_reads_.push_back(absl::StrCat(event.resource(), "; ", event.purpose(), "; ", event.detail()));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ReadRow>> FakeExchangeStore::ListReads(const ReadFilter& filter, int64_t before_id,
                                                                  int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<ReadRow> found;
  for (auto row = reads_.rbegin(); row != reads_.rend() && found.size() < static_cast<size_t>(limit); ++row) {
    if ((before_id == 0 || row->id < before_id) && Passes(filter, *row)) found.push_back(*row);
  }
  return found;
}

absl::StatusOr<std::optional<v1::Agreement>> FakeExchangeStore::FindAgreement(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status reachable = Reachable(); !reachable.ok()) return reachable;
  return Rows(state_).FindAgreement(name);
}

absl::StatusOr<std::vector<v1::Agreement>> FakeExchangeStore::ListAgreements(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::Agreement> found;
  for (const auto& [name, agreement] : state_.agreements) {
    if (plan.empty() || PlanOfAgreement(name) == plan) found.push_back(agreement);
  }
  return found;
}

absl::StatusOr<std::optional<v1::FigureDefinitions>> FakeExchangeStore::FindDefinitions(const std::string& plan,
                                                                                        absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Rows(state_).FindDefinitions(plan);
}

absl::Status FakeExchangeStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.emplace(std::make_pair(plan.name(), plan.edition()), plan);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeExchangeStore::FindPlan(const std::string& name, int edition,
                                                                          absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {
    if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
  }
  return found;
}

std::vector<std::string> FakeExchangeStore::audit() const {
  absl::MutexLock lock(&mutex_);
  return audit_;
}

std::vector<std::string> FakeExchangeStore::audited_reads() const {
  absl::MutexLock lock(&mutex_);
  return audited_reads_;
}

std::vector<Change> FakeExchangeStore::changes() const {
  absl::MutexLock lock(&mutex_);
  return state_.changes;
}

void FakeExchangeStore::SetAway(bool away) {
  absl::MutexLock lock(&mutex_);
  away_ = away;
}

}  // namespace lianfang::exchange
