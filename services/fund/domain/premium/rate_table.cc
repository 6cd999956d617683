#include "services/fund/domain/premium/rate_table.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"

namespace lianfang::fund {
namespace {

constexpr int kMostClass = 8;
constexpr int kMostPpm = 100'000;
constexpr int kMostPercent = 1000;
constexpr int kMostRatio = 10'000'000;
constexpr int kMostYears = 3;
constexpr int kMostBands = 200;
constexpr int kMostExemptions = 50;
constexpr int kMostSteps = 20;

// One walk over a table.
class TableCheck {
 public:
  TableCheck(const v1::RateTable& table, const type::v1::Plan& plan) : table_(table), plan_(plan) {}

  absl::Status Run() {
    faults_.AddAll("", CheckRateTableName("rate_table.name", table_.name()));
    if (table_.names().zh().empty()) Add("names.zh", "must be given");
    CheckOneLine("rate_table.source", table_.source(), kLongestLine, faults_);
    Days();
    Reviewer();
    if (table_.period_years() < 1 || table_.period_years() > kMostYears) {
      Add("period_years", absl::StrCat("must be 1 to ", kMostYears));
    }
    if (table_.steps_per_period() < 0 || table_.steps_per_period() > kMostSteps) {
      Add("steps_per_period", absl::StrCat("must be 0 to ", kMostSteps));
    }
    Classes();
    Exemptions();
    Bands();
    if (faults_.empty() && !table_.bands().empty()) Coverage();
    return faults_.ToStatus();
  }

 private:
  void Add(absl::string_view field, absl::string_view description) {
    faults_.Add(absl::StrCat("rate_table.", field), description);
  }

  void Days() {
    const bool starts = CheckDate("rate_table.effective_date", table_.effective_date(), faults_);
    if (!table_.has_end_date()) return;
    const bool ends = CheckDate("rate_table.end_date", table_.end_date(), faults_);
    if (starts && ends && DayOf(table_.end_date()) < DayOf(table_.effective_date())) {
      Add("end_date", "must not be before the first day");
    }
  }

  void Reviewer() {
    for (const auto& department : plan_.departments()) {
      if (department.id() == table_.reviewing_department()) return;
    }
    Add("reviewing_department", "is no department of the plan");
  }

  void Classes() {
    std::set<int> seen;
    if (table_.classes().empty()) Add("classes", "must be given");
    for (int i = 0; i < table_.classes_size(); ++i) {
      const v1::ClassRate& rate = table_.classes(i);
      const std::string field = absl::StrCat("classes[", i, "]");
      if (rate.industry_class() < 1 || rate.industry_class() > kMostClass) {
        Add(field + ".industry_class", absl::StrCat("must be 1 to ", kMostClass));
      }
      if (!seen.insert(rate.industry_class()).second) Add(field + ".industry_class", "is given twice");
      if (rate.base_ppm() < 1 || rate.base_ppm() > kMostPpm) {
        Add(field + ".base_ppm", absl::StrCat("must be 1 to ", kMostPpm));
      }
    }
  }

  void Exemptions() {
    std::set<std::string> seen;
    if (table_.exemptions_size() > kMostExemptions)
      Add("exemptions", absl::StrCat("must be at most ", kMostExemptions));
    for (int i = 0; i < table_.exemptions_size(); ++i) {
      const std::string field = absl::StrCat("exemptions[", i, "]");
      if (!IsResourceId(table_.exemptions(i).id())) Add(field + ".id", "must be lower-case words joined by hyphens");
      if (!seen.insert(table_.exemptions(i).id()).second) Add(field + ".id", "is given twice");
      if (table_.exemptions(i).names().zh().empty()) Add(field + ".names.zh", "must be given");
    }
  }

  void Bands() {
    if (table_.bands_size() > kMostBands) Add("bands", absl::StrCat("must be at most ", kMostBands));
    for (int i = 0; i < table_.bands_size(); ++i) Band(absl::StrCat("bands[", i, "]"), table_.bands(i));
  }

  void Band(const std::string& field, const v1::RateBand& band) {
    if (!v1::InjuryCondition_IsValid(band.injuries())) Add(field + ".injuries", "is no known condition");
    for (const int one : band.classes()) {
      if (BaseRate(table_, one) == 0) Add(field + ".classes", absl::StrCat("the table has no class ", one));
    }
    if (band.percent() < 1 || band.percent() > kMostPercent) {
      Add(field + ".percent", absl::StrCat("must be 1 to ", kMostPercent));
    }
    for (const v1::RatioBound* bound : {&band.lower(), &band.upper()}) {
      if (bound->basis_points() < 0 || bound->basis_points() > kMostRatio) {
        Add(field, absl::StrCat("bounds must be 0 to ", kMostRatio, " basis points"));
      }
    }
    for (const v1::ClassRate& rate : table_.classes()) {
      const bool either = AppliesTo(band, rate.industry_class(), true) || AppliesTo(band, rate.industry_class(), false);
      if (either && int64_t{rate.base_ppm()} * band.percent() % 100 != 0) {
        Add(field + ".percent", absl::StrCat("of the base rate of class ", rate.industry_class(),
                                             " is no whole number of parts per million"));
      }
    }
  }

  void Coverage() {
    for (const v1::ClassRate& rate : table_.classes()) {
      for (const bool injured : {false, true}) Cover(rate.industry_class(), injured);
    }
  }

  // The bands of a class in order join without a gap or an overlap, and each bound is in one of its two bands.
  void Cover(int industry_class, bool injured) {
    std::vector<const v1::RateBand*> bands;
    for (const v1::RateBand& band : table_.bands()) {
      if (AppliesTo(band, industry_class, injured)) bands.push_back(&band);
    }
    const auto start = [](const v1::RateBand* band) {
      if (!band->has_lower()) return std::make_pair(-1, 0);
      return std::make_pair(band->lower().basis_points(), band->lower().inclusive() ? 0 : 1);
    };
    std::sort(bands.begin(), bands.end(),
              [&](const auto* left, const auto* right) { return start(left) < start(right); });
    const std::string whose =
        absl::StrCat("class ", industry_class, injured ? " with new injuries" : " without new injuries");
    if (bands.empty()) return Add("bands", absl::StrCat("leave out ", whose));
    if (bands.front()->has_lower()) Add("bands", absl::StrCat("must begin at 0 for ", whose));
    if (bands.back()->has_upper()) Add("bands", absl::StrCat("must have no end for ", whose));
    for (size_t i = 0; i + 1 < bands.size(); ++i) {
      const v1::RatioBound& end = bands[i]->upper();
      const v1::RatioBound& next = bands[i + 1]->lower();
      const bool joins = bands[i]->has_upper() && bands[i + 1]->has_lower() &&
                         end.basis_points() == next.basis_points() && end.inclusive() != next.inclusive();
      if (!joins) {
        Add("bands", absl::StrCat("must cover each ratio once for ", whose, ", at ", next.basis_points(),
                                  " basis points they do not"));
      }
    }
  }

  const v1::RateTable& table_;
  const type::v1::Plan& plan_;
  FieldViolations faults_;
};

}  // namespace

absl::Status CheckRateTable(const v1::RateTable& table, const type::v1::Plan& plan) {
  return TableCheck(table, plan).Run();
}

bool IsInForce(const v1::RateTable& table, absl::CivilDay day) {
  return DayOf(table.effective_date()) <= day && (!table.has_end_date() || day <= DayOf(table.end_date()));
}

int BaseRate(const v1::RateTable& table, int industry_class) {
  for (const v1::ClassRate& rate : table.classes()) {
    if (rate.industry_class() == industry_class) return rate.base_ppm();
  }
  return 0;
}

bool AppliesTo(const v1::RateBand& band, int industry_class, bool injured) {
  if (band.injuries() == v1::INJURY_CONDITION_WITH && !injured) return false;
  if (band.injuries() == v1::INJURY_CONDITION_WITHOUT && injured) return false;
  if (band.classes().empty()) return true;
  return std::find(band.classes().begin(), band.classes().end(), industry_class) != band.classes().end();
}

std::vector<int> GradesOf(const v1::RateTable& table, int industry_class) {
  std::set<int> grades = {100};
  for (const v1::RateBand& band : table.bands()) {
    if (AppliesTo(band, industry_class, true) || AppliesTo(band, industry_class, false)) grades.insert(band.percent());
  }
  return {grades.begin(), grades.end()};
}

}  // namespace lianfang::fund
