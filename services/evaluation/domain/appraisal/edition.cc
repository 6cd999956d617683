#include "services/evaluation/domain/appraisal/edition.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/evaluation/domain/appraisal/appraisal.h"

namespace lianfang::evaluation {
namespace {

constexpr int kMostDuties = 20'000;             // some 3 MiB of an edition
constexpr size_t kMostBytes = size_t{8} << 20;  // of an edition: half of the largest message

absl::Status Refused(absl::string_view message, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, message, reason);
}

// What a score was made of, without the words and the instant.
std::string MadeOf(const v1::Appraisal& appraisal) {
  std::string text = absl::StrCat(appraisal.department(), " ", appraisal.score().text(), " ",
                                  appraisal.deduction().accidents(), " ", appraisal.provisional() ? "~" : "");
  for (const v1::AppraisalItem& item : appraisal.items()) {
    absl::StrAppend(&text, " ", item.item(), " ", item.points(), " ", item.reached(), "/", item.counted(), " ",
                    item.score().text());
  }
  return text;
}

}  // namespace

absl::Status CheckPublishable(const type::v1::Plan& plan, const type::v1::Period& period,
                              const std::vector<v1::Appraisal>& appraisals, const v1::AppraisalGrounds& grounds,
                              absl::Time as_of) {
  const auto zone = LoadZone(plan.time_zone());
  if (!zone.ok()) return zone.status();
  const auto last = FromDate(period.end_date());
  if (!last.ok()) return last.status();
  if (absl::ToCivilDay(as_of, *zone) <= *last) {
    return Refused(absl::StrCat("the period ends on ", FormatDay(*last), ": publish its appraisals afterwards"),
                   "PERIOD_NOT_OVER");
  }
  if (appraisals.empty()) return Refused("no item concerns any department in this period", "NOTHING_TO_APPRAISE");
  if (grounds.duties_size() > kMostDuties) {
    return Refused(absl::StrCat("more than ", kMostDuties, " duties were due: publish by smaller regions"),
                   "TOO_MANY_DUTIES");
  }
  return absl::OkStatus();
}

absl::Status CheckSize(const v1::AppraisalEdition& edition) {
  const size_t bytes = edition.ByteSizeLong();
  if (bytes <= kMostBytes) return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat("the edition and what it rests on (", edition.grounds().results_size(), " results, ",
                   edition.grounds().duties_size(), " duties, ", edition.grounds().concealments_size(),
                   " concealments) has ", bytes, " bytes, more than ", kMostBytes, ": publish by smaller regions"),
      "EDITION_TOO_LARGE", {{"bytes", absl::StrCat(bytes)}, {"most_bytes", absl::StrCat(kMostBytes)}});
}

v1::AppraisalGrounds GroundsOf(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                               const std::vector<duty::v1::Duty>& duties,
                               const std::vector<v1::Concealment>& concealments, absl::Time as_of) {
  v1::AppraisalGrounds grounds;
  *grounds.mutable_rules() = plan.assessment();
  *grounds.mutable_results() = scorecard.results();
  for (const duty::v1::Duty* duty : DutiesOfPeriod(plan, scorecard, duties)) {
    if (FromTimestamp(duty->create_time()) > as_of) continue;
    v1::AppraisedDuty& kept = *grounds.add_duties();
    kept.set_resource(duty->resource());
    kept.set_occasion(duties::OccasionKey(*duty));
    kept.set_kind(duty->kind().id());
    kept.set_department(duty->department());
    *kept.mutable_due_time() = duty->due_time();
    if (duty->has_met_time()) *kept.mutable_met_time() = duty->met_time();
    kept.set_state(duties::StateAt(*duty, as_of));
  }
  std::stable_sort(grounds.mutable_duties()->begin(), grounds.mutable_duties()->end(),
                   [](const auto& left, const auto& right) { return left.department() < right.department(); });
  const CountedConcealments counted = ConcealmentsOfPeriod(plan, scorecard, concealments, as_of);
  for (const auto* concealments_of : {&counted.counting, &counted.duplicates}) {
    for (const v1::Concealment* concealment : *concealments_of) *grounds.add_concealments() = *concealment;
  }
  return grounds;
}

v1::AppraisalEdition Head(v1::AppraisalEdition edition) {
  edition.clear_appraisals();
  edition.clear_grounds();
  return edition;
}

bool Differ(const std::vector<v1::Appraisal>& published, const std::vector<v1::Appraisal>& derived) {
  return !std::equal(published.begin(), published.end(), derived.begin(), derived.end(),
                     [](const auto& one, const auto& other) { return MadeOf(one) == MadeOf(other); });
}

}  // namespace lianfang::evaluation
