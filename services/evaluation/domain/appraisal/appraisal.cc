#include "services/evaluation/domain/appraisal/appraisal.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/evaluation/domain/appraisal/concealment.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/numbers/fraction.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {
namespace {

using duty::v1::Duty;
using type::v1::AssessmentItem;

constexpr int kFullScore = 100;

// What an item counts for a department.
struct Count {
  int counted = 0;
  int reached = 0;
  bool provisional = false;
  Fraction sum;  // of the parts reached, each 0 to 1
};

// The first and the last day of the scorecard's period; nothing where the plan has no such period.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;

  bool Hold(absl::CivilDay day) const { return day >= first && day <= last; }
};
std::optional<Days> DaysOf(const type::v1::Plan& plan, const v1::Scorecard& scorecard) {
  const auto name = ParseScorecardName("name", scorecard.name());
  const type::v1::Period* period = name.ok() ? FindPeriod(plan, name->period) : nullptr;
  if (period == nullptr) return std::nullopt;
  const auto first = FromDate(period->start_date());
  const auto last = FromDate(period->end_date());
  if (!first.ok() || !last.ok()) return std::nullopt;
  return Days{*first, *last};
}

bool Is(v1::ResultStatus status, v1::ResultStatus firm, v1::ResultStatus provisional) {
  return status == firm || status == provisional;
}

bool IsProvisional(v1::ResultStatus status) {
  return Is(status, v1::RESULT_STATUS_PROVISIONAL_ATTAINED, v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
}

bool IsAttained(v1::ResultStatus status) {
  return Is(status, v1::RESULT_STATUS_ATTAINED, v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
}

// Whether there is a verdict, or one that should be there.
bool IsCounted(v1::ResultStatus status) {
  return IsAttained(status) || status == v1::RESULT_STATUS_MISSING ||
         Is(status, v1::RESULT_STATUS_NOT_ATTAINED, v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
}

std::optional<Fraction> Read(const v1::ExactValue& value) {
  // Sums of parts have large denominators: whoever was not read would have no place, and all others a better one.
  absl::int128 numerator = 0;
  absl::int128 denominator = 0;
  if (!absl::SimpleAtoi(value.numerator(), &numerator) || !absl::SimpleAtoi(value.denominator(), &denominator) ||
      denominator <= 0) {
    return std::nullopt;
  }
  return Fraction::Of(static_cast<Int128>(numerator), static_cast<Int128>(denominator));
}

Fraction AddOr(const Fraction& sum, const Fraction& part) { return Add(sum, part).value_or(sum); }

void CountResult(const v1::Result& result, Count& count) {
  if (!IsCounted(result.status())) return;
  ++count.counted;
  count.provisional = count.provisional || IsProvisional(result.status());
  if (!IsAttained(result.status())) return;
  ++count.reached;
  count.sum = AddOr(count.sum, Fraction(1));
}

// Actual ÷ bound; more than 1 is of a bound that is not to be passed, and counts for nothing. A bound of 0 is always reached.
void CountCoverage(const v1::Result& result, Count& count) {
  if (!IsCounted(result.status())) return;
  ++count.counted;
  count.provisional = count.provisional || IsProvisional(result.status());
  if (IsAttained(result.status())) {
    ++count.reached;
    count.sum = AddOr(count.sum, Fraction(1));
    return;
  }
  const auto actual = Read(result.actual());
  const auto bound = Read(result.bound());
  if (!actual.has_value() || !bound.has_value() || bound->IsZero()) return;
  const auto share = Multiply(*actual, Fraction::Of(bound->denominator(), bound->numerator()));
  if (share.has_value() && *share <= Fraction(1)) count.sum = AddOr(count.sum, *share);
}

// In time, or done at all where `late_counts`.
void CountDuty(const Duty& duty, bool late_counts, absl::Time as_of, Count& count) {
  if (FromTimestamp(duty.create_time()) > as_of) return;
  const duty::v1::DutyState state = duties::StateAt(duty, as_of);
  const bool over = as_of >= FromTimestamp(duty.due_time());
  const bool missed = state == duty::v1::DUTY_STATE_OVERDUE || (state == duty::v1::DUTY_STATE_LOCKED && over);
  const bool late = state == duty::v1::DUTY_STATE_MET_LATE;
  const bool in_time = state == duty::v1::DUTY_STATE_MET;
  if (!missed && !late && !in_time) return;
  ++count.counted;
  if (!in_time && !(late && late_counts)) return;
  ++count.reached;
  count.sum = AddOr(count.sum, Fraction(1));
}

// The appraisal of one department.
class Appraiser {
 public:
  Appraiser(const type::v1::Plan& plan, const v1::Scorecard& scorecard, const std::vector<Duty>& duties,
            const std::vector<v1::Concealment>& concealments, absl::Time as_of)
      : plan_(plan),
        scorecard_(scorecard),
        as_of_(as_of),
        duties_(DutiesOfPeriod(plan, scorecard, duties)),
        concealments_(ConcealmentsOfPeriod(plan, scorecard, concealments, as_of)) {
    const auto name = ParseScorecardName("name", scorecard.name());
    const type::v1::Period* period = name.ok() ? FindPeriod(plan, name->period) : nullptr;
    if (period != nullptr) period_ = *period;
  }

  v1::Appraisal Of(const type::v1::Department& department) const {
    v1::Appraisal appraisal;
    appraisal.set_name(absl::StrCat(scorecard_.name(), "/appraisals/", department.id()));
    appraisal.set_department(department.id());
    *appraisal.mutable_department_names() = department.names();
    appraisal.set_period(period_.id());
    *appraisal.mutable_period_names() = period_.names();
    if (appraisal.period_names().zh().empty()) appraisal.mutable_period_names()->set_zh(period_.id());
    appraisal.set_plan_edition(plan_.edition());
    *appraisal.mutable_as_of() = ToTimestamp(as_of_);
    std::vector<Fraction> shares;
    int concerned = 0;
    for (const AssessmentItem& item : plan_.assessment().items()) {
      const Count count = CountOf(item, department.id());
      shares.push_back(AddItem(item, count, appraisal));
      if (count.counted > 0) concerned += item.points();
    }
    if (concerned > 0) Score(shares, concerned, appraisal);
    return appraisal;
  }

 private:
  Count CountOf(const AssessmentItem& item, const std::string& department) const {
    Count count;
    switch (item.source()) {
      case type::v1::ASSESSMENT_SOURCE_VERDICTS:
        for (const v1::Result& result : scorecard_.results()) {
          if (result.department() == department) CountResult(result, count);
        }
        break;
      case type::v1::ASSESSMENT_SOURCE_INDICATOR:
        for (const v1::Result& result : scorecard_.results()) {
          if (result.department() == department && result.indicator() == item.indicator()) {
            CountCoverage(result, count);
          }
        }
        break;
      case type::v1::ASSESSMENT_SOURCE_PUNCTUALITY:
        CountDuties(department, "", false, count);
        break;
      case type::v1::ASSESSMENT_SOURCE_TASKS:
        CountDuties(department, kTaskDuty, true, count);
        break;
      case type::v1::ASSESSMENT_SOURCE_RECTIFICATION:
        CountDuties(department, kRectificationDuty, true, count);
        break;
      case type::v1::ASSESSMENT_SOURCE_DISCREPANCIES:
        CountDuties(department, kDiscrepancyDuty, true, count);
        break;
      default:
        break;
    }
    return count;
  }

  // Of this kind; empty: of every kind.
  void CountDuties(const std::string& department, const std::string& kind, bool late_counts, Count& count) const {
    for (const Duty* duty : duties_) {
      const bool of_kind = kind.empty() || duty->kind().id() == kind;
      if (of_kind && duty->department() == department) CountDuty(*duty, late_counts, as_of_, count);
    }
  }

  // Adds the item without its score, and answers its share.
  Fraction AddItem(const AssessmentItem& item, const Count& count, v1::Appraisal& appraisal) const {
    v1::AppraisalItem& added = *appraisal.add_items();
    added.set_item(item.id());
    *added.mutable_names() = item.names();
    added.set_source(item.source());
    added.set_points(item.points());
    added.set_concerns(count.counted > 0);
    added.set_counted(count.counted);
    added.set_reached(count.reached);
    added.set_provisional(count.provisional);
    Explain(item.source(), count, added);
    if (count.counted == 0) return {};
    const Fraction share = Multiply(count.sum, Fraction::Of(1, count.counted)).value_or(Fraction());
    *added.mutable_share() = ToExactValue(share);
    appraisal.set_provisional(appraisal.provisional() || count.provisional);
    return share;
  }

  static void Explain(type::v1::AssessmentSource source, const Count& count, v1::AppraisalItem& item) {
    const auto say = [&](absl::string_view zh, absl::string_view zh_reached, absl::string_view en,
                         absl::string_view en_reached) {
      item.mutable_explanation()->set_zh(
          count.counted == 0 ? absl::StrCat("没有", zh, "，不计")
                             : absl::StrCat(zh, count.counted, "项，", zh_reached, count.reached, "项"));
      item.mutable_explanation()->set_en(
          count.counted == 0 ? absl::StrCat("no ", en, ": not counted")
                             : absl::StrCat(count.counted, " ", en, ", ", count.reached, " ", en_reached));
    };
    switch (source) {
      case type::v1::ASSESSMENT_SOURCE_VERDICTS:
        return say("目标", "达标", "targets", "attained");
      case type::v1::ASSESSMENT_SOURCE_INDICATOR:
        say("覆盖率指标", "达标", "coverage targets", "attained");
        if (count.counted > count.reached) {
          item.mutable_explanation()->set_zh(absl::StrCat(item.explanation().zh(), "，未达标的按实际与目标之比计"));
          item.mutable_explanation()->set_en(
              absl::StrCat(item.explanation().en(), "; the others count by actual over target"));
        }
        return;
      case type::v1::ASSESSMENT_SOURCE_PUNCTUALITY:
        return say("到期事项", "按时办结", "duties due", "done in time");
      case type::v1::ASSESSMENT_SOURCE_TASKS:
        return say("到期任务", "已完成", "tasks due", "done");
      case type::v1::ASSESSMENT_SOURCE_RECTIFICATION:
        return say("到期整改", "已整改", "rectifications due", "done");
      case type::v1::ASSESSMENT_SOURCE_DISCREPANCIES:
        return say("到期差异", "已核清", "discrepancies due", "cleared");
      default:
        return;
    }
  }

  void Score(const std::vector<Fraction>& shares, int concerned, v1::Appraisal& appraisal) const {
    Fraction total;
    for (int i = 0; i < appraisal.items_size(); ++i) {
      v1::AppraisalItem& item = *appraisal.mutable_items(i);
      if (!item.concerns()) continue;
      const auto score =
          Multiply(shares[static_cast<size_t>(i)], Fraction::Of(Int128{kFullScore} * item.points(), concerned));
      if (!score.has_value()) continue;
      *item.mutable_score() = ToExactValue(*score);
      total = AddOr(total, *score);
    }
    *appraisal.mutable_score() = ToExactValue(Deducted(total, appraisal));
  }

  // The score without the points for concealed accidents, which the appraisal explains.
  Fraction Deducted(const Fraction& earned, v1::Appraisal& appraisal) const {
    const int points_each = plan_.assessment().concealment_points();
    v1::AppraisalDeduction deduction;
    for (const v1::Concealment* concealment : concealments_.counting) {
      if (concealment->department() == appraisal.department()) deduction.add_concealments(concealment->name());
    }
    for (const v1::Concealment* concealment : concealments_.duplicates) {
      if (concealment->department() == appraisal.department()) deduction.add_duplicates(concealment->name());
    }
    const int accidents = deduction.concealments_size();
    const int duplicates = deduction.duplicates_size();
    if (points_each == 0 || accidents + duplicates == 0) return earned;
    const Fraction off = std::min(earned, Fraction(Int128{points_each} * accidents));
    deduction.set_accidents(accidents);
    deduction.set_points_each(points_each);
    *deduction.mutable_points() = ToExactValue(off);
    deduction.mutable_explanation()->set_zh(
        absl::StrCat("查实瞒报事故", accidents, "起，每起扣", points_each, "分，扣至0分为止",
                     duplicates > 0 ? absl::StrCat("；同一事故重复登记", duplicates, "份，不再扣分") : ""));
    deduction.mutable_explanation()->set_en(absl::StrCat(
        accidents, " accidents proven concealed, ", points_each, " points off for each, down to 0",
        duplicates > 0 ? absl::StrCat("; ", duplicates, " more records are of accidents that count already") : ""));
    *appraisal.mutable_deduction() = std::move(deduction);
    return Subtract(earned, off).value_or(Fraction());
  }

  const type::v1::Plan& plan_;
  const v1::Scorecard& scorecard_;
  const absl::Time as_of_;
  type::v1::Period period_;
  const std::vector<const Duty*> duties_;  // due in the period
  const CountedConcealments concealments_;
};

void SetPlaces(std::vector<v1::Appraisal>& appraisals) {
  for (v1::Appraisal& appraisal : appraisals) {
    const auto score = Read(appraisal.score());
    if (!score.has_value()) continue;
    const auto better = std::count_if(appraisals.begin(), appraisals.end(), [&](const v1::Appraisal& other) {
      const auto others = Read(other.score());
      return others.has_value() && *others > *score;
    });
    appraisal.set_place(static_cast<int>(better) + 1);
  }
}

}  // namespace

const type::v1::Period* FindPeriod(const type::v1::Plan& plan, const std::string& id) {
  for (const type::v1::Period& period : plan.periods()) {
    if (period.id() == id) return &period;
  }
  return nullptr;
}

std::vector<const Duty*> DutiesOfPeriod(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                        const std::vector<Duty>& duties) {
  std::vector<const Duty*> found;
  const auto days = DaysOf(plan, scorecard);
  if (!days.has_value()) return found;
  const absl::TimeZone zone = LoadZone(plan.time_zone()).value_or(absl::UTCTimeZone());
  for (const Duty& duty : duties) {
    if (days->Hold(duties::DueDay(duty, zone))) found.push_back(&duty);
  }
  return found;
}

CountedConcealments ConcealmentsOfPeriod(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                         const std::vector<v1::Concealment>& concealments, absl::Time as_of) {
  CountedConcealments found;
  const auto days = DaysOf(plan, scorecard);
  const auto name = ParseScorecardName("name", scorecard.name());
  if (!days.has_value() || !name.ok()) return found;
  std::vector<const v1::Concealment*> of_region;
  for (const v1::Concealment& concealment : concealments) {
    if (DivisionCovers(name->region, concealment.region()) && IsConfirmedAt(concealment, as_of)) {
      of_region.push_back(&concealment);
    }
  }
  // Over all periods: two documents of one accident may be of two years.
  const std::vector<const v1::Concealment*> counting = ThatCountAt(of_region, as_of);
  for (const v1::Concealment* concealment : of_region) {
    const auto proven = FromDate(concealment->proven_date());
    if (!proven.ok() || !days->Hold(*proven)) continue;
    const bool counts = std::find(counting.begin(), counting.end(), concealment) != counting.end();
    (counts ? found.counting : found.duplicates).push_back(concealment);
  }
  return found;
}

std::vector<v1::Appraisal> AppraiseDepartments(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                               const std::vector<Duty>& duties,
                                               const std::vector<v1::Concealment>& concealments, absl::Time as_of) {
  const Appraiser appraiser(plan, scorecard, duties, concealments, as_of);
  std::vector<v1::Appraisal> appraisals;
  for (const type::v1::Department& department : plan.departments()) {
    v1::Appraisal appraisal = appraiser.Of(department);
    if (appraisal.has_score()) appraisals.push_back(std::move(appraisal));
  }
  SetPlaces(appraisals);
  return appraisals;
}

void SetChanges(std::vector<v1::Appraisal>& history) {
  std::optional<Fraction> before;
  for (v1::Appraisal& appraisal : history) {
    const auto score = Read(appraisal.score());
    if (!score.has_value()) continue;
    if (before.has_value()) {
      const auto change = Subtract(*score, *before);
      if (change.has_value()) *appraisal.mutable_change() = ToExactValue(*change);
    }
    before = score;
  }
}

}  // namespace lianfang::evaluation
