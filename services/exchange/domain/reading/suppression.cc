#include "services/exchange/domain/reading/suppression.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/errors.h"

namespace lianfang::exchange {
namespace {

constexpr int kDefaultThreshold = 3;

using Counts = std::map<std::string, int64_t>;

std::string YearOf(const std::string& month) { return month.substr(0, std::min<size_t>(month.size(), 4)); }

bool IsSmall(int64_t count, int threshold) { return count > 0 && count < threshold; }

bool HasSmall(const Counts& counts, int threshold) {
  return std::any_of(counts.begin(), counts.end(),
                     [threshold](const auto& one) { return IsSmall(one.second, threshold); });
}

// The children of a node that are hidden: those below the threshold, and the smallest others until all add up to it.
std::set<std::string> Hidden(const Counts& counts, int threshold) {
  std::vector<std::pair<int64_t, std::string>> order;
  for (const auto& [key, count] : counts) {
    if (count > 0) order.emplace_back(count, key);
  }
  std::sort(order.begin(), order.end());
  std::set<std::string> hidden;
  int64_t sum = 0;
  for (const auto& [count, key] : order) {
    const bool gives_away = !hidden.empty() && sum < threshold;
    if (!IsSmall(count, threshold) && !gives_away) break;
    hidden.insert(key);
    sum += count;
  }
  return hidden;
}

// Counts of a node's children, and which of them are told.
class Children {
 public:
  Children() = default;
  Children(Counts counts, int threshold) : counts_(std::move(counts)), hidden_(Hidden(counts_, threshold)) {}

  // The count; nothing where it is hidden, or might be.
  std::optional<int64_t> Told(const std::string& key) const {
    const auto found = counts_.find(key);
    if (found == counts_.end()) return hidden_.empty() ? std::optional<int64_t>(0) : std::nullopt;
    return hidden_.count(key) > 0 ? std::nullopt : std::optional<int64_t>(found->second);
  }
  const Counts& counts() const { return counts_; }
  bool hides() const { return !hidden_.empty(); }

 private:
  Counts counts_;
  std::set<std::string> hidden_;
};

// All times, their years and months (rule 1). Records of no stated day are a year of their own, without months.
class TimeTree {
 public:
  TimeTree(const CountCells& cells, int threshold) : threshold_(threshold) {
    Counts years;
    std::map<std::string, Counts> months;
    for (const CountCell& cell : cells) {
      total_ += cell.count;
      years[YearOf(cell.month)] += cell.count;
      if (!cell.month.empty()) months[YearOf(cell.month)][cell.month] += cell.count;
    }
    years_ = Children(std::move(years), threshold);
    for (auto& [year, counts] : months) months_[year] = Children(std::move(counts), threshold);
  }

  std::optional<int64_t> Told(const CountPeriod& period) const {
    if (!period.month.empty()) return Month(period.month);
    if (!period.year.empty()) return years_.Told(period.year);
    return IsSmall(total_, threshold_) ? std::nullopt : std::optional<int64_t>(total_);
  }

  std::optional<int64_t> Month(const std::string& month) const {
    const std::string year = YearOf(month);
    const std::optional<int64_t> whole = years_.Told(year);
    if (!whole.has_value() || month.empty()) return whole;
    const auto found = months_.find(year);
    return found == months_.end() ? std::optional<int64_t>(0) : found->second.Told(month);
  }

  // Months with records within the period, those of no stated day as an empty one.
  std::vector<std::string> MonthsOf(const CountPeriod& period) const {
    if (!period.month.empty()) return {period.month};
    std::vector<std::string> months;
    for (const auto& [year, count] : years_.counts()) {
      if (!period.year.empty() && year != period.year) continue;
      if (year.empty()) months.push_back(year);
      const auto found = months_.find(year);
      if (found == months_.end()) continue;
      for (const auto& [month, of_month] : found->second.counts()) months.push_back(month);
    }
    return months;
  }

  // Whether some month of the period may be hidden.
  bool HidesMonths(const CountPeriod& period) const {
    if (!Told(period).has_value()) return true;
    if (!period.month.empty()) return false;
    if (period.year.empty() && years_.hides()) return true;
    return std::any_of(months_.begin(), months_.end(), [&period](const auto& one) {
      return (period.year.empty() || period.year == one.first) && one.second.hides();
    });
  }

 private:
  const int threshold_;
  int64_t total_ = 0;
  Children years_;
  std::map<std::string, Children> months_;  // by year
};

// By group: of all times, of each year, of each month.
struct GroupTables {
  Counts all;
  std::map<std::string, Counts> years;
  std::map<std::string, Counts> months;

  explicit GroupTables(const CountCells& cells) {
    for (const CountCell& cell : cells) {
      all[cell.group] += cell.count;
      years[YearOf(cell.month)][cell.group] += cell.count;
      if (!cell.month.empty()) months[cell.month][cell.group] += cell.count;
    }
  }

  // Rules 2 and 3. Nothing where no group of the period's level is told.
  std::optional<Children> Told(const CountPeriod& period, int threshold) const {
    if (period.year.empty()) return Children(all, threshold);
    if (HasSmall(all, threshold)) return std::nullopt;
    for (const auto& [year, counts] : years) {
      if (HasSmall(counts, threshold)) return std::nullopt;
    }
    if (period.month.empty()) return Children(Of(years, period.year), threshold);
    for (const auto& [month, counts] : months) {
      if (YearOf(month) == period.year && HasSmall(counts, threshold)) return std::nullopt;
    }
    return Children(Of(months, period.month), threshold);
  }

 private:
  static Counts Of(const std::map<std::string, Counts>& tables, const std::string& key) {
    const auto found = tables.find(key);
    return found == tables.end() ? Counts() : found->second;
  }
};

void AddGroup(const std::string& group, int64_t count, v1::CountRecordsResponse& response) {
  v1::RecordCount& told = *response.add_groups();
  told.set_group(group);
  told.set_count(count);
}

void AddGroups(const CountCells& cells, const CountPeriod& period, int threshold, v1::CountRecordsResponse& response) {
  const std::optional<Children> groups = GroupTables(cells).Told(period, threshold);
  response.set_groups_suppressed(!groups.has_value() || groups->hides());
  if (!groups.has_value()) return;
  for (const auto& [group, count] : groups->counts()) {
    if (groups->Told(group).has_value()) AddGroup(group, count, response);
  }
}

void AddMonths(const TimeTree& time, const CountPeriod& period, v1::CountRecordsResponse& response) {
  response.set_groups_suppressed(time.HidesMonths(period));
  for (const std::string& month : time.MonthsOf(period)) {
    const std::optional<int64_t> count = time.Month(month);
    if (count.value_or(0) > 0) AddGroup(month, *count, response);
  }
}

}  // namespace

absl::StatusOr<CountPeriod> CountPeriodOf(const std::optional<absl::CivilDay>& from,
                                          const std::optional<absl::CivilDay>& until) {
  constexpr char kRange[] = "must be the first day of a calendar year or month, and until_date the day after its end";
  if (!from.has_value() && !until.has_value()) return CountPeriod();
  if (!from.has_value()) return InvalidField("from_date", "must be given together with until_date");
  if (!until.has_value()) return InvalidField("until_date", "must be given together with from_date");
  if (from->day() != 1) return InvalidField("from_date", kRange);
  const std::string year = absl::StrFormat("%04d", from->year());
  if (from->month() == 1 && *until == absl::CivilDay(from->year() + 1, 1, 1)) return CountPeriod{year, ""};
  if (*until == absl::CivilDay(absl::CivilMonth(*from) + 1)) {
    return CountPeriod{year, absl::StrFormat("%s-%02d", year, from->month())};
  }
  return InvalidField("until_date", "must be the day after the calendar year or month that from_date begins");
}

int ThresholdOf(const type::v1::ExchangePolicy& policy) {
  return policy.suppression_threshold() > 0 ? policy.suppression_threshold() : kDefaultThreshold;
}

v1::CountRecordsResponse CountsTold(const CountCells& cells, v1::RecordGrouping grouping, const CountPeriod& period,
                                    int threshold) {
  v1::CountRecordsResponse response;
  response.set_threshold(threshold);
  const TimeTree time(cells, threshold);
  const std::optional<int64_t> total = time.Told(period);
  response.mutable_total()->set_count(total.value_or(0));
  response.mutable_total()->set_suppressed(!total.has_value());
  if (grouping == v1::RECORD_GROUPING_MONTH) AddMonths(time, period, response);
  const bool grouped = grouping == v1::RECORD_GROUPING_INDUSTRY || grouping == v1::RECORD_GROUPING_REGION;
  if (grouped) AddGroups(cells, period, threshold, response);
  return response;
}

}  // namespace lianfang::exchange
