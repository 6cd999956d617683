#include "services/fund/domain/premium/rate_rule.h"

#include <algorithm>
#include <cstdlib>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/credit_code.h"
#include "services/fund/domain/premium/rate_table.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

constexpr int kMostInjuries = 1'000'000;
constexpr int kMostPercent = 1000;

// Whether benefits ÷ premiums lies in the band, exactly: both sides times premiums and 10,000.
bool Contains(const v1::RateBand& band, int64_t premiums, int64_t benefits) {
  const absl::int128 ratio = absl::int128(benefits) * kBasisPoints;
  if (band.has_lower()) {
    const absl::int128 bound = absl::int128(premiums) * band.lower().basis_points();
    if (ratio < bound || (ratio == bound && !band.lower().inclusive())) return false;
  }
  if (band.has_upper()) {
    const absl::int128 bound = absl::int128(premiums) * band.upper().basis_points();
    if (ratio > bound || (ratio == bound && !band.upper().inclusive())) return false;
  }
  return true;
}

// `80%`, `62.5%`.
std::string PercentText(int basis_points) {
  if (basis_points % 100 == 0) return absl::StrCat(basis_points / 100, "%");
  return absl::StrFormat("%d.%02d%%", basis_points / 100, basis_points % 100);
}

// The ratio in per cent with two decimals, rounded down; for reading, never for comparing.
std::string RatioText(int64_t premiums, int64_t benefits) {
  const auto hundredths = static_cast<int64_t>(absl::int128(benefits) * kBasisPoints / premiums);
  return absl::StrFormat("%d.%02d%%", hundredths / 100, hundredths % 100);
}

std::string InjuryText(int injuries, bool chinese) {
  if (injuries == 0) return chinese ? "未新发工伤" : "no new injury";
  return chinese ? absl::StrCat("新发工伤", injuries, "件") : absl::StrCat(injuries, " new injuries");
}

type::v1::LocalizedText Text(std::string zh, std::string en) {
  type::v1::LocalizedText text;
  text.set_zh(std::move(zh));
  text.set_en(std::move(en));
  return text;
}

}  // namespace

std::string RateText(int ppm) {
  std::string text = absl::StrFormat("%d.%04d", ppm / 10'000, ppm % 10'000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

std::string BandText(const v1::RateBand& band, bool chinese) {
  std::string text;
  if (band.has_lower()) {
    absl::StrAppend(
        &text,
        chinese ? (band.lower().inclusive() ? "不低于" : "高于") : (band.lower().inclusive() ? "at least " : "above "),
        PercentText(band.lower().basis_points()));
  }
  if (band.has_upper()) {
    absl::StrAppend(
        &text, text.empty() ? "" : (chinese ? "、" : ", "),
        chinese ? (band.upper().inclusive() ? "不超过" : "低于") : (band.upper().inclusive() ? "at most " : "below "),
        PercentText(band.upper().basis_points()));
  }
  if (text.empty()) return chinese ? "不论支缴率" : "whatever the ratio";
  return text;
}

void CheckFigures(const std::string& field, const v1::EmployerFigures& figures, const v1::RateTable& table,
                  FieldViolations& faults) {
  if (const std::string fault = CreditCodeFault(figures.credit_code()); !fault.empty()) {
    faults.Add(field + ".credit_code", fault);
  }
  CheckOneLine(field + ".display_name", figures.display_name(), kLongestLine, faults);
  if (BaseRate(table, figures.industry_class()) == 0) {
    faults.Add(field + ".industry_class", absl::StrCat("the table has no class ", figures.industry_class()));
  }
  if (const std::string fault = MoneyFault(figures.premiums()); !fault.empty()) faults.Add(field + ".premiums", fault);
  if (const std::string fault = MoneyFault(figures.benefits()); !fault.empty()) faults.Add(field + ".benefits", fault);
  if (figures.new_injuries() < 0 || figures.new_injuries() > kMostInjuries) {
    faults.Add(field + ".new_injuries", absl::StrCat("must be 0 to ", kMostInjuries));
  }
  if (figures.previous_percent() < 0 || figures.previous_percent() > kMostPercent) {
    faults.Add(field + ".previous_percent", absl::StrCat("must be 0 to ", kMostPercent));
  }
  if (figures.exemption().empty()) return;
  const auto& exemptions = table.exemptions();
  const bool known = std::any_of(exemptions.begin(), exemptions.end(),
                                 [&](const auto& exemption) { return exemption.id() == figures.exemption(); });
  if (!known) faults.Add(field + ".exemption", "is no exemption of the table");
}

RateRule::RateRule(const v1::RateTable& table) : table_(table) {
  for (const v1::ClassRate& rate : table_.classes()) {
    const auto number = static_cast<size_t>(rate.industry_class());
    if (number >= kClasses) continue;
    ClassRule& rule = classes_[number];
    rule.base_ppm = rate.base_ppm();
    rule.grades = GradesOf(table, rate.industry_class());
    for (const v1::RateBand& band : table_.bands()) {
      if (AppliesTo(band, rate.industry_class(), false)) rule.bands[0].push_back(&band);
      if (AppliesTo(band, rate.industry_class(), true)) rule.bands[1].push_back(&band);
    }
  }
}

const v1::RateBand* RateRule::Find(const ClassRule& rule, bool injured, int64_t premiums, int64_t benefits) const {
  for (const v1::RateBand* band : rule.bands[injured ? 1 : 0]) {
    if (Contains(*band, premiums, benefits)) return band;
  }
  return nullptr;
}

int RateRule::Bounded(const ClassRule& rule, int wanted, int previous, int steps) {
  const std::vector<int>& grades = rule.grades;
  const auto place_of = [&](int percent) {
    if (percent >= 100) return std::upper_bound(grades.begin(), grades.end(), percent) - grades.begin() - 1;
    return std::lower_bound(grades.begin(), grades.end(), percent) - grades.begin();
  };
  const auto place = std::clamp(place_of(wanted), place_of(previous) - steps, place_of(previous) + steps);
  return grades[static_cast<size_t>(place)];
}

ProposedRate RateRule::Propose(const v1::EmployerFigures& figures, int previous_percent) const {
  const ClassRule& rule = classes_[static_cast<size_t>(figures.industry_class())];
  const int previous = previous_percent == 0 ? 100 : previous_percent;
  const int number = figures.industry_class();
  ProposedRate rate;
  rate.rate_ppm = rule.base_ppm;
  const std::string base_zh = absl::StrCat("第", number, "类，基准费率", RateText(rule.base_ppm));
  const std::string base_en = absl::StrCat("class ", number, ", base rate ", RateText(rule.base_ppm));
  for (const v1::RateExemption& exemption : table_.exemptions()) {
    if (exemption.id() != figures.exemption()) continue;
    rate.derivation = Text(absl::StrCat(base_zh, "；", exemption.names().zh(), "，不浮动"),
                           absl::StrCat(base_en, "; exempt (", exemption.id(), "): it does not float"));
    return rate;
  }
  const int64_t premiums = FenOf(figures.premiums());
  const int64_t benefits = FenOf(figures.benefits());
  if (premiums == 0) {
    rate.derivation =
        Text(absl::StrCat(base_zh, "；未缴费，无支缴率，执行基准费率"),
             absl::StrCat(base_en, "; no premiums paid, so there is no payout ratio: the base rate holds"));
    return rate;
  }
  const bool injured = figures.new_injuries() > 0;
  const v1::RateBand* band = Find(rule, injured, premiums, benefits);
  if (band == nullptr) return rate;  // a checked table covers every ratio
  rate.percent = band->percent();
  std::string bounded_zh;
  std::string bounded_en;
  if (table_.steps_per_period() > 0) {
    const int allowed = Bounded(rule, band->percent(), previous, table_.steps_per_period());
    if (allowed != band->percent()) {
      bounded_zh =
          absl::StrCat("；原为", previous, "%，每期最多浮动", table_.steps_per_period(), "档，执行", allowed, "%");
      bounded_en = absl::StrCat("; it was ", previous, "%, and moves by at most ", table_.steps_per_period(),
                                " grade(s): ", allowed, "%");
    }
    rate.percent = allowed;
  }
  rate.rate_ppm = RateOf(number, rate.percent);
  rate.derivation = Text(
      absl::StrCat(base_zh, "；支缴率", FenText(benefits), "÷", FenText(premiums), "＝", RatioText(premiums, benefits),
                   "，", InjuryText(figures.new_injuries(), true), "；", BandText(*band, true), "，", band->percent(),
                   "%", bounded_zh, "；费率", RateText(rate.rate_ppm)),
      absl::StrCat(base_en, "; payout ratio ", FenText(benefits), " / ", FenText(premiums), " = ",
                   RatioText(premiums, benefits), ", ", InjuryText(figures.new_injuries(), false), "; ",
                   BandText(*band, false), ": ", band->percent(), "%", bounded_en, "; rate ", RateText(rate.rate_ppm)));
  return rate;
}

bool RateRule::IsGrade(int industry_class, int percent) const {
  const std::vector<int>& grades = classes_[static_cast<size_t>(industry_class)].grades;
  return std::find(grades.begin(), grades.end(), percent) != grades.end();
}

int RateRule::RateOf(int industry_class, int percent) const {
  return static_cast<int>(int64_t{classes_[static_cast<size_t>(industry_class)].base_ppm} * percent / 100);
}

}  // namespace lianfang::fund
