#include "services/exchange/domain/reading/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/errors.h"

namespace lianfang::exchange {
namespace {

constexpr int kThreshold = 3;

std::string Text(const v1::CountRecordsResponse& response) {
  std::string text;
  for (const auto& group : response.groups()) text += group.group() + ":" + std::to_string(group.count()) + " ";
  if (response.groups_suppressed()) text += "… ";
  return text + "= " + (response.total().suppressed() ? "x" : std::to_string(response.total().count()));
}

// Counts by industry, all in one month.
std::string Told(const std::vector<std::pair<std::string, int64_t>>& counts, int threshold = kThreshold) {
  CountCells cells;
  for (const auto& [group, count] : counts) cells.push_back({"2024-05", group, count});
  return Text(CountsTold(cells, v1::RECORD_GROUPING_INDUSTRY, {}, threshold));
}

std::string Months(const std::vector<std::pair<std::string, int64_t>>& counts, const CountPeriod& period) {
  CountCells cells;
  for (const auto& [month, count] : counts) cells.push_back({month, "", count});
  return Text(CountsTold(cells, v1::RECORD_GROUPING_MONTH, period, kThreshold));
}

TEST(SuppressionTest, SmallCountsAreNotToldAndNoTotalGivesThemAway) {
  EXPECT_EQ(Told({{"a", 10}, {"b", 20}}), "a:10 b:20 = 30");
  EXPECT_EQ(Told({{"a", 2}, {"b", 20}, {"c", 30}}), "c:30 … = 52") << "the next one goes with it";
  EXPECT_EQ(Told({{"a", 1}, {"b", 1}, {"c", 30}, {"d", 40}}), "d:40 … = 72") << "two ones would add up to two";
  EXPECT_EQ(Told({{"a", 2}, {"b", 2}, {"c", 30}}), "c:30 … = 34");
  EXPECT_EQ(Told({{"a", 1}, {"b", 1}, {"c", 1}}), "… = 3") << "hidden groups are not listed: each would be one";
  EXPECT_EQ(Told({{"a", 2}}), "… = x");
  EXPECT_EQ(Told({}), "= 0");
  EXPECT_EQ(Told({{"a", 3}}), "a:3 = 3");
  EXPECT_EQ(Told({{"a", 3}, {"b", 9}}, 5), "… = 12");
}

TEST(SuppressionTest, APartOfTimeIsToldAsTheWholeAllowsIt) {
  const std::vector<std::pair<std::string, int64_t>> counts = {
      {"2023-01", 5}, {"2023-02", 6}, {"2024-01", 2}, {"2024-02", 4}, {"2024-03", 9}};
  EXPECT_EQ(Months(counts, {}), "2023-01:5 2023-02:6 2024-03:9 … = 26");
  EXPECT_EQ(Months(counts, {"2024", ""}), "2024-03:9 … = 15");
  EXPECT_EQ(Months(counts, {"2024", "2024-01"}), "… = x");
  EXPECT_EQ(Months(counts, {"2024", "2024-02"}), "… = x") << "the year less the others would tell January";
  EXPECT_EQ(Months(counts, {"2024", "2024-07"}), "… = x") << "nobody there: told, it would tell that others are hidden";
  EXPECT_EQ(Months(counts, {"2023", "2023-07"}), "= 0");
  EXPECT_EQ(Months({{"2023-01", 2}, {"2024-01", 30}, {"2025-02", 8}}, {"2025", ""}), "… = x")
      << "all times less 2024 would tell 2023";
}

TEST(SuppressionTest, GroupsOfAPartAreToldOnlyWhereNoneIsSmall) {
  const auto told = [](const CountCells& cells, const CountPeriod& period) {
    return Text(CountsTold(cells, v1::RECORD_GROUPING_INDUSTRY, period, kThreshold));
  };
  CountCells cells = {{"2023-01", "a", 5}, {"2023-01", "b", 5}, {"2024-01", "a", 5}, {"2024-01", "b", 5}};
  EXPECT_EQ(told(cells, {"2024", ""}), "a:5 b:5 = 10");
  EXPECT_EQ(told(cells, {"2024", "2024-01"}), "a:5 b:5 = 10");
  cells.push_back({"2023-02", "a", 1});
  cells.push_back({"2023-02", "b", 9});
  EXPECT_EQ(told(cells, {"2023", ""}), "a:6 b:14 = 20");
  EXPECT_EQ(told(cells, {"2023", "2023-01"}), "… = 10") << "the year's less January's would tell February's";
  EXPECT_EQ(told(cells, {"2024", "2024-01"}), "a:5 b:5 = 10");
  cells.push_back({"2025-01", "a", 1});
  cells.push_back({"2025-01", "b", 5});
  EXPECT_EQ(told(cells, {}), "a:12 b:24 = 36");
  EXPECT_EQ(told(cells, {"2024", ""}), "… = 10");
}

// Answers to every question, as equations over the cells; then whether some combination of them tells a count that must be hidden.
class Asker {
 public:
  explicit Asker(int threshold) : threshold_(threshold) {
    for (int year = 2022; year <= 2024; ++year) {
      for (int month = 1; month <= 3; ++month) months_.push_back(absl::StrFormat("%04d-%02d", year, month));
    }
    months_.emplace_back();
    size_ = 2 * months_.size() * kGroups;
  }

  const std::vector<std::string>& months() const { return months_; }
  static std::string Group(size_t number) { return std::string(1, static_cast<char>('a' + number)); }
  static constexpr size_t kGroups = 3;

  // `counts` by month, industry and region.
  void Ask(const std::map<std::tuple<std::string, size_t, size_t>, int64_t>& counts) {
    for (size_t side = 0; side < 2; ++side) {
      std::map<std::pair<std::string, std::string>, int64_t> sums;
      for (const auto& [key, count] : counts) {
        const size_t group = side == 0 ? std::get<1>(key) : std::get<2>(key);
        sums[{std::get<0>(key), Group(group)}] += count;
        truth_[Place(side, std::get<0>(key), group)] += static_cast<double>(count);
      }
      for (const auto& [key, count] : sums) cells_[side].push_back({key.first, key.second, count});
    }
    // The industries of a month are as many records as its regions.
    for (const std::string& month : months_) {
      Row row = Sum(0, {month}, kGroups);
      for (const auto& [place, factor] : Sum(1, {month}, kGroups)) row[place] = -factor;
      Learn(row);
    }
    for (const CountPeriod& period : Periods()) AskOf(period);
  }

  // Counts below the threshold that follow from the answers.
  std::vector<std::string> Given() const {
    std::vector<std::string> given;
    std::vector<std::vector<std::string>> spans = {{""}};  // records of no stated day
    for (const CountPeriod& period : Periods()) spans.push_back(Within(period));
    for (const std::vector<std::string>& span : spans) {
      for (size_t side = 0; side < 2; ++side) {
        for (size_t group = 0; group <= kGroups; ++group) {
          const Row row = Sum(side, span, group);
          double count = 0;
          for (const auto& [place, factor] : row) count += factor * truth_of(place);
          if (count <= 0 || count >= threshold_ || !Follows(row)) continue;
          given.push_back(
              absl::StrFormat("%s… of %s: %g", span.front(), group == kGroups ? "all" : Group(group), count));
        }
      }
    }
    return given;
  }
  size_t answers() const { return answers_; }

 private:
  using Row = std::map<size_t, double>;

  size_t Place(size_t side, const std::string& month, size_t group) const {
    const auto at = static_cast<size_t>(std::find(months_.begin(), months_.end(), month) - months_.begin());
    return (side * months_.size() + at) * kGroups + group;
  }
  double truth_of(size_t place) const {
    const auto found = truth_.find(place);
    return found == truth_.end() ? 0 : found->second;
  }
  std::vector<CountPeriod> Periods() const {
    std::vector<CountPeriod> periods = {{}};
    for (const std::string& month : months_) {
      if (month.empty()) continue;
      periods.push_back({month.substr(0, 4), ""});
      periods.push_back({month.substr(0, 4), month});
    }
    return periods;
  }
  std::vector<std::string> Within(const CountPeriod& period) const {
    std::vector<std::string> within;
    for (const std::string& month : months_) {
      const bool in_year = period.year.empty() || month.substr(0, 4) == period.year;
      if (in_year && (period.month.empty() || month == period.month)) within.push_back(month);
    }
    return within;
  }
  // Of one group, or with kGroups of all.
  Row Sum(size_t side, const std::vector<std::string>& months, size_t group) const {
    Row row;
    for (const std::string& month : months) {
      for (size_t one = 0; one < kGroups; ++one) {
        if (group == kGroups || group == one) row[Place(side, month, one)] = 1;
      }
    }
    return row;
  }

  void AskOf(const CountPeriod& period) {
    for (const auto grouping : {v1::RECORD_GROUPING_UNSPECIFIED, v1::RECORD_GROUPING_MONTH,
                                v1::RECORD_GROUPING_INDUSTRY, v1::RECORD_GROUPING_REGION}) {
      const size_t side = grouping == v1::RECORD_GROUPING_REGION ? 1 : 0;
      const auto response = CountsTold(cells_[side], grouping, period, threshold_);
      if (!response.total().suppressed()) {
        Learn(Sum(side, Within(period), kGroups));
        ++answers_;
      }
      if (grouping == v1::RECORD_GROUPING_UNSPECIFIED) continue;
      std::map<std::string, int64_t> told;
      for (const auto& group : response.groups()) told[group.group()] = group.count();
      if (grouping == v1::RECORD_GROUPING_MONTH) {
        for (const std::string& month : Within(period)) {
          if (told.count(month) > 0 || !response.groups_suppressed()) Learn(Sum(side, {month}, kGroups));
        }
        continue;
      }
      for (size_t group = 0; group < kGroups; ++group) {
        if (told.count(Group(group)) > 0 || !response.groups_suppressed()) Learn(Sum(side, Within(period), group));
      }
    }
  }

  // Takes what is known already out of a row; what is left is new.
  Row Reduced(Row row) const {
    for (const auto& [lead, known] : known_) {
      const auto at = row.find(lead);
      if (at == row.end()) continue;
      const double factor = at->second;
      for (const auto& [place, value] : known) {
        double& left = row[place];
        left -= factor * value;
        if (std::abs(left) < 1e-9) row.erase(place);
      }
    }
    return row;
  }
  bool Follows(const Row& row) const { return Reduced(row).empty(); }
  void Learn(const Row& row) {
    Row left = Reduced(row);
    if (left.empty()) return;
    const size_t lead = left.begin()->first;
    const double scale = left.begin()->second;
    for (auto& [place, value] : left) value /= scale;
    known_[lead] = left;
    // Reduce those before by it, so that each lead stands in one row.
    for (auto& [other_lead, known] : known_) {
      const auto at = known.find(lead);
      if (other_lead == lead || at == known.end()) continue;
      const double factor = at->second;
      for (const auto& [place, value] : left) {
        double& rest = known[place];
        rest -= factor * value;
        if (std::abs(rest) < 1e-9) known.erase(place);
      }
    }
  }

  const int threshold_;
  std::vector<std::string> months_;
  size_t size_ = 0;
  CountCells cells_[2];  // by industry, by region
  std::map<size_t, double> truth_;
  std::map<size_t, Row> known_;  // by the first place of each
  size_t answers_ = 0;
};

TEST(SuppressionTest, NoDifferenceOfAnswersTellsAHiddenCount) {
  std::mt19937 random(20261130);  // NOLINT(cert-msc51-cpp): the same every time
  size_t answers = 0;
  for (int round = 0; round < 120; ++round) {
    Asker asker(kThreshold);
    std::map<std::tuple<std::string, size_t, size_t>, int64_t> counts;
    const int density = round % 4;  // from sparse to full
    for (const std::string& month : asker.months()) {
      for (size_t industry = 0; industry < Asker::kGroups; ++industry) {
        for (size_t region = 0; region < Asker::kGroups; ++region) {
          const auto count = static_cast<int64_t>(random() % (density < 3 ? 3 : 9)) + (density == 3 ? 3 : 0);
          if (random() % 4 <= static_cast<unsigned>(density) && count > 0) counts[{month, industry, region}] = count;
        }
      }
    }
    asker.Ask(counts);
    EXPECT_THAT(asker.Given(), ::testing::IsEmpty()) << "round " << round;
    answers += asker.answers();
  }
  EXPECT_GT(answers, 120U * 10) << "an attack that is told nothing proves nothing";
}

TEST(SuppressionTest, OnlyCalendarYearsAndMonthsAreCounted) {
  const auto period = [](std::optional<absl::CivilDay> from, std::optional<absl::CivilDay> until) {
    const auto read = CountPeriodOf(from, until);
    if (read.ok()) return read->year + "/" + read->month;
    return BadRequestOf(read.status())->field_violations(0).field();
  };
  const absl::CivilDay first(2024, 1, 1);
  EXPECT_EQ(period(std::nullopt, std::nullopt), "/");
  EXPECT_EQ(period(first, absl::CivilDay(2025, 1, 1)), "2024/");
  EXPECT_EQ(period(first, absl::CivilDay(2024, 2, 1)), "2024/2024-01");
  EXPECT_EQ(period(absl::CivilDay(2024, 12, 1), absl::CivilDay(2025, 1, 1)), "2024/2024-12");
  EXPECT_EQ(period(first, std::nullopt), "until_date");
  EXPECT_EQ(period(std::nullopt, first), "from_date");
  EXPECT_THAT(std::string(CountPeriodOf(std::nullopt, first).status().message()), ::testing::HasSubstr("together"));
  EXPECT_EQ(period(absl::CivilDay(2024, 1, 2), absl::CivilDay(2024, 2, 1)), "from_date");
  EXPECT_EQ(period(first, absl::CivilDay(2024, 3, 1)), "until_date");
  EXPECT_EQ(period(first, absl::CivilDay(2024, 1, 31)), "until_date");
  EXPECT_EQ(period(absl::CivilDay(2024, 2, 1), absl::CivilDay(2025, 2, 1)), "until_date");
}

TEST(SuppressionTest, TheThresholdIsThePlansOrThree) {
  type::v1::ExchangePolicy policy;
  EXPECT_EQ(ThresholdOf(policy), 3);
  policy.set_suppression_threshold(10);
  EXPECT_EQ(ThresholdOf(policy), 10);
}

}  // namespace
}  // namespace lianfang::exchange
