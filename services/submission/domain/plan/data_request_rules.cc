#include "services/submission/domain/plan/data_request_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/plan/plan_checks.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

constexpr int kMaxDays = 366;
constexpr int kMaxLockDays = 3660;

// Obligations that one plan may state; a larger area publishes one plan for each of its parts.
constexpr int64_t kMaxObligations = 10'000;

class RequestExamination {
 public:
  RequestExamination(const Plan& plan, FieldViolations& faults) : plan_(plan), faults_(faults) {}

  void Run() {
    int64_t obligations = 0;
    for (const auto& request : plan_.data_requests()) {
      obligations += static_cast<int64_t>(request.industries_size()) * plan_.regions_size();
    }
    if (obligations > kMaxObligations) {
      faults_.Add("plan.data_requests",
                  absl::StrCat("would state ", obligations, " obligations; at most ", kMaxObligations, " may be"));
      return;
    }
    DataRequests();
    ClosingDate();
    if (requested_once_) DistinctIds();
  }

 private:
  void DataRequests() {
    std::set<std::tuple<std::string, std::string>> requested;
    for (int i = 0; i < plan_.data_requests_size(); ++i) {
      const auto& request = plan_.data_requests(i);
      CheckKnownIds(faults_, At("data_requests", i, "industries"), request.industries(), plan_.industries(),
                    "industry");
      CheckKnownIds(faults_, At("data_requests", i, "figures"), request.figures(), plan_.figures(), "figure");
      for (const std::string& industry : request.industries()) {
        if (!requested.emplace(request.period(), industry).second) {
          requested_once_ = false;
          faults_.Add(At("data_requests", i, "industries"), absl::StrCat("period ", Quoted(request.period()), " of ",
                                                                         Quoted(industry), " is requested twice"));
        }
      }
      RequestDates(i);
    }
  }

  void RequestDates(int i) {
    const auto& request = plan_.data_requests(i);
    const auto* period = FindById(plan_.periods(), request.period());
    if (period == nullptr) {
      faults_.Add(At("data_requests", i, "period"), absl::StrCat("no period has the id ", Quoted(request.period())));
      return;
    }
    if (request.grace_days() < 0 || request.grace_days() > kMaxDays) {
      faults_.Add(At("data_requests", i, "grace_days"), absl::StrCat("must be 0 to ", kMaxDays));
    }
    if (request.lock_days() < 0 || request.lock_days() > kMaxLockDays ||
        (request.lock_days() > 0 && request.lock_days() < request.grace_days())) {
      faults_.Add(At("data_requests", i, "lock_days"),
                  absl::StrCat("must be 0, or at least grace_days and at most ", kMaxLockDays));
    }
    if (request.resubmission_days() < 0 || request.resubmission_days() > kMaxDays) {
      faults_.Add(At("data_requests", i, "resubmission_days"), absl::StrCat("must be 0 to ", kMaxDays));
    }
    const auto due = CheckDay(faults_, At("data_requests", i, "due_date"), request.due_date());
    const auto end = FromDate(period->end_date());
    const auto issue = FromDate(plan_.issue_date());
    if (!due || !end.ok() || !issue.ok()) return;
    if (*due <= *end && !request.provisional()) {
      faults_.Add(At("data_requests", i, "due_date"),
                  absl::StrCat(FormatDay(*due), " is before the period has ended (", FormatDay(*end),
                               "); such data is provisional and must be marked so"));
    }
    if (request.has_final_due_date()) FinalDate(i, std::max(*due, *end));
    absl::CivilDay open = std::max(*issue, *end + 1);
    std::string field = "due_date";
    if (request.has_open_date()) {
      const auto given = CheckDay(faults_, At("data_requests", i, "open_date"), request.open_date());
      if (!given) return;
      open = *given;
      field = "open_date";
    }
    if (open > *due) {
      faults_.Add(At("data_requests", i, field),
                  absl::StrCat("filing would open on ", FormatDay(open),
                               ", after it is due; give an open_date on or before ", FormatDay(*due)));
    }
  }

  // The final figures are filed after the day on which the first filing is due and the period has ended.
  void FinalDate(int i, absl::CivilDay after) {
    const auto& request = plan_.data_requests(i);
    const std::string path = At("data_requests", i, "final_due_date");
    if (!request.provisional()) faults_.Add(path, "is only for a provisional request");
    const auto due = CheckDay(faults_, path, request.final_due_date());
    if (due && *due <= after) faults_.Add(path, absl::StrCat("must be after ", FormatDay(after)));
  }

  // Nothing is closed that is still to be filed in time.
  void ClosingDate() {
    if (!plan_.has_closing_date()) return;
    const auto closing = CheckDay(faults_, "plan.closing_date", plan_.closing_date());
    std::optional<absl::CivilDay> latest;
    for (const auto& request : plan_.data_requests()) {
      const auto due = FromDate(request.has_final_due_date() ? request.final_due_date() : request.due_date());
      if (due.ok() && (!latest || *due > *latest)) latest = *due;
    }
    if (closing && latest && *closing < *latest) {
      faults_.Add("plan.closing_date", absl::StrCat("must not be before the latest due date, ", FormatDay(*latest)));
    }
  }

  // Ids may hold hyphens themselves, so that two ways of joining can meet.
  void DistinctIds() {
    std::set<std::string> ids;
    for (int i = 0; i < plan_.data_requests_size(); ++i) {
      const auto& request = plan_.data_requests(i);
      for (const std::string& industry : request.industries()) {
        for (const auto& region : plan_.regions()) {
          const std::string id = CaseId(request.period(), region.code(), industry);
          if (ids.insert(id).second) continue;
          faults_.Add(At("data_requests", i), absl::StrCat("two obligations would have the id ", Quoted(id)));
        }
      }
    }
  }

  const Plan& plan_;
  FieldViolations& faults_;
  bool requested_once_ = true;  // no period and industry is requested twice
};

}  // namespace

absl::Status ValidateDataRequests(const Plan& plan) {
  FieldViolations faults;
  RequestExamination(plan, faults).Run();
  return faults.ToStatus();
}

}  // namespace lianfang::submission
