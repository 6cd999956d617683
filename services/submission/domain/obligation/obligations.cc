#include "services/submission/domain/obligation/obligations.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

using type::v1::DataRequest;
using type::v1::Plan;

// The instants of one data request. A valid plan has valid dates, so the conversions hold.
struct Instants {
  absl::Time open;
  absl::Time due;
  absl::Time grace_end;
  absl::Time lock = absl::InfiniteFuture();        // never
  absl::Time final_open = absl::InfiniteFuture();  // no final figures are asked for
  absl::Time final_due = absl::InfiniteFuture();
};

// Where the plan does not say how long a department has to answer a send-back.
constexpr int kResubmissionDays = 5;

Instants InstantsOf(const Plan& plan, const DataRequest& request) {
  const absl::TimeZone zone = *LoadZone(plan.time_zone());
  const auto start_of = [&zone](absl::CivilDay day) { return absl::FromCivil(day, zone); };
  const absl::CivilDay due = *FromDate(request.due_date());
  const absl::CivilDay end = *FromDate(FindById(plan.periods(), request.period())->end_date());
  const absl::CivilDay open =
      request.has_open_date() ? *FromDate(request.open_date()) : std::max(*FromDate(plan.issue_date()), end + 1);
  // The day after the due date is the first instant that is late: half-open, so nobody argues about the last second.
  Instants instants{start_of(open), start_of(due + 1), start_of(due + 1 + request.grace_days())};
  if (request.lock_days() > 0) instants.lock = start_of(due + 1 + request.lock_days());
  if (request.has_final_due_date()) {
    instants.final_open = start_of(std::max(end, due) + 1);
    instants.final_due = start_of(*FromDate(request.final_due_date()) + 1);
  }
  return instants;
}

}  // namespace

void SortByDueTime(std::vector<v1::Obligation>& obligations) {
  std::sort(obligations.begin(), obligations.end(), [](const v1::Obligation& a, const v1::Obligation& b) {
    return std::make_tuple(FromTimestamp(a.due_time()), a.name()) <
           std::make_tuple(FromTimestamp(b.due_time()), b.name());
  });
}

std::string NextEtag(absl::string_view etag) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(etag, &number)) number = 0;
  return absl::StrCat(number + 1);
}

std::vector<v1::Obligation> StateObligations(const Plan& plan, absl::Time now) {
  const std::string plan_id = *ParsePlanName("plan.name", plan.name());
  std::vector<v1::Obligation> obligations;
  for (const DataRequest& request : plan.data_requests()) {
    const Instants instants = InstantsOf(plan, request);
    for (const auto& region : plan.regions()) {
      for (const std::string& industry : request.industries()) {
        const auto& department =
            *FindById(plan.departments(), FindById(plan.industries(), industry)->responsible_department());
        v1::Obligation& obligation = obligations.emplace_back();
        obligation.set_name(ObligationName(plan_id, CaseId(request.period(), region.code(), industry)));
        obligation.set_plan_edition(plan.edition());
        obligation.set_department(department.id());
        obligation.set_acting_region(ActingRegion(department, region.code()));
        obligation.set_region(region.code());
        obligation.set_industry(industry);
        obligation.set_period(request.period());
        *obligation.mutable_figures() = request.figures();
        *obligation.mutable_open_time() = ToTimestamp(instants.open);
        *obligation.mutable_due_time() = ToTimestamp(instants.due);
        *obligation.mutable_grace_end_time() = ToTimestamp(instants.grace_end);
        if (instants.lock != absl::InfiniteFuture()) *obligation.mutable_lock_time() = ToTimestamp(instants.lock);
        *obligation.mutable_original_due_time() = obligation.due_time();
        obligation.set_provisional(request.provisional());
        if (instants.final_due != absl::InfiniteFuture()) {
          *obligation.mutable_final_open_time() = ToTimestamp(instants.final_open);
          *obligation.mutable_final_due_time() = ToTimestamp(instants.final_due);
        }
        obligation.set_resubmission_days(request.resubmission_days() > 0 ? request.resubmission_days()
                                                                         : kResubmissionDays);
        obligation.set_etag(NextEtag(""));
        *obligation.mutable_create_time() = ToTimestamp(now);
        *obligation.mutable_update_time() = obligation.create_time();
      }
    }
  }
  SortByDueTime(obligations);
  return obligations;
}

bool IsStated(const Plan& plan, const v1::Obligation& obligation) {
  const bool has_region = std::any_of(plan.regions().begin(), plan.regions().end(),
                                      [&](const auto& region) { return region.code() == obligation.region(); });
  return has_region && std::any_of(plan.data_requests().begin(), plan.data_requests().end(), [&](const auto& request) {
           return request.period() == obligation.period() && Contains(request.industries(), obligation.industry());
         });
}

}  // namespace lianfang::submission
