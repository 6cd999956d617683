#include "services/notification/inbox_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "duties/duty.h"
#include "services/notification/visibility.h"

namespace lianfang::notification {
namespace {

constexpr char kAllPlans[] = "plans/-";
// Read at once, at least: states follow from the document, so the database cannot filter by them.
constexpr int kLeastRead = 500;

bool IsAskedFor(const v1::ListDutiesRequest& request, const Duty& duty) {
  if (!request.states().empty()) {
    return std::count(request.states().begin(), request.states().end(), duty.state()) > 0;
  }
  return duty.state() == duty::v1::DUTY_STATE_OPEN || duty.state() == duty::v1::DUTY_STATE_DUE_SOON ||
         duty.state() == duty::v1::DUTY_STATE_OVERDUE;
}

}  // namespace

void InboxService::Register(ContractService& service) {
  service.Unary<v1::ListDutiesRequest, v1::ListDutiesResponse>(
      "ListDuties",
      [this](const Call& call, const v1::ListDutiesRequest& request) { return ListDuties(call, request); });
}

absl::StatusOr<v1::ListDutiesResponse> InboxService::ListDuties(const Call& call,
                                                                const v1::ListDutiesRequest& request) {
  if (!absl::StartsWith(request.parent(), "plans/")) return InvalidField("parent", "must be plans/{plan} or plans/-");
  const auto scope = ScopeOf(call.caller, request.region(), request.department());
  if (!scope.ok()) return scope.status();
  auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const DutyFilter filter{.plan = request.parent() == kAllPlans ? "" : request.parent(),
                          .department = scope->department,
                          .region = scope->region,
                          .within = scope->within,
                          .resource = request.resource(),
                          .owed_only = request.states().empty()};
  const absl::Time now = clock_.Now();
  const int size = PageSize(request.page_size());
  const int chunk = std::max(size + 1, kLeastRead);
  v1::ListDutiesResponse response;
  std::string last;
  for (bool more = true; more;) {
    auto listed = store_.ListDuties(filter, {*after, chunk}, call.deadline);
    if (!listed.ok()) return listed.status();
    more = static_cast<int>(listed->size()) == chunk;
    for (auto& [key, duty] : *listed) {
      duty.set_state(duties::StateAt(duty, now));
      if (!IsAskedFor(request, duty)) continue;
      if (response.duties_size() == size) {
        response.set_next_page_token(MakePageToken(request, last));
        return response;
      }
      *response.add_duties() = std::move(duty);
      last = key;
    }
    if (more) *after = listed->back().key;
  }
  return response;
}

}  // namespace lianfang::notification
