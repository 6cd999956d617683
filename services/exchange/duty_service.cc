#include "services/exchange/duty_service.h"

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_duty.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"

namespace lianfang::exchange {
namespace {

using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

absl::Status CheckParent(const std::string& parent) {
  const absl::string_view id = absl::string_view(parent).substr(parent.find('/') + 1);
  if (absl::StartsWith(parent, "plans/") && (id == "-" || IsResourceId(id))) return absl::OkStatus();
  return InvalidField("parent", "must be plans/{plan} or plans/-");
}

// The call of a stream goes on for longer than its deadline: each change has one of its own.
Call ReadingCall(Call call) {
  call.deadline = absl::Now() + kReadTimeout;
  return call;
}

}  // namespace

void DutyService::Register(ContractService& service) {
  service.Unary<ListDutiesRequest, ListDutiesResponse>(
      "ListDuties", [this](const Call& call, const ListDutiesRequest& request) { return ListDuties(call, request); });
  service.ServerStream<WatchDutiesRequest, WatchDutiesResponse>(
      "WatchDuties",
      [this](const Call& call, const WatchDutiesRequest& request) { return WatchDuties(call, request); });
}

absl::StatusOr<std::vector<duties::DutyRow>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                               const std::string& after, int limit) const {
  const std::string plan = request.parent() == "plans/-" ? "" : request.parent();
  std::vector<v1::Discrepancy> found;
  if (request.resource().empty()) {
    auto listed = store_.PageOfDiscrepancies(plan, after, limit, call.deadline);
    if (!listed.ok()) return listed.status();
    found = *std::move(listed);
  } else {
    auto one = store_.FindDiscrepancy(request.resource(), call.deadline);
    if (!one.ok()) return one.status();
    if (one->has_value() && (plan.empty() || plan == (*one)->plan())) found.push_back(**std::move(one));
  }
  std::vector<duties::DutyRow> rows;
  for (v1::Discrepancy& discrepancy : found) {
    std::string name = discrepancy.name();
    rows.push_back({std::move(name), [this, &call, one = std::move(discrepancy)]() -> absl::StatusOr<Duties> {
                      return MaySee(call.caller, one) ? DutiesOf(one, call.deadline) : Duties();
                    }});
  }
  return rows;
}

absl::StatusOr<DutyService::Duties> DutyService::DutiesOf(const v1::Discrepancy& discrepancy,
                                                          absl::Time deadline) const {
  const auto plan = context_.FindPlan("parent", discrepancy.plan(), deadline);
  if (!plan.ok()) return plan.status();
  return DutiesOfDiscrepancy(discrepancy, **plan);
}

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  if (absl::Status parent = CheckParent(request.parent()); !parent.ok()) return parent;
  if (!request.resource().empty() && !absl::StartsWith(request.resource(), "discrepancies/")) {
    return InvalidField("resource", "must be discrepancies/{discrepancy}");
  }
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  auto page = duties::PageOfDuties(
      request, {.token = *token, .size = PageSize(request.page_size()), .as_of = as_of},
      [&](size_t, const std::string& after, int limit) { return Read(call, request, after, limit); });
  if (!page.ok()) return page.status();
  const std::string next = page->next.empty() ? "" : MakePageToken(request, page->next);
  return duties::ResponseOf(*std::move(page), next);
}

absl::StatusOr<std::unique_ptr<Feed>> DutyService::WatchDuties(const Call& call, const WatchDutiesRequest& request) {
  return follow_(call, request.cursor(), [this, call](const std::string& payload, const std::string& cursor) {
    return Told(ReadingCall(call), payload, cursor);
  });
}

absl::StatusOr<std::optional<std::string>> DutyService::Told(const Call& call, const std::string& payload,
                                                             const std::string& cursor) const {
  if (payload.empty()) return duties::Heartbeat(cursor).SerializeAsString();
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto found = store_.FindDiscrepancy(change->resource, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value() || !MaySee(call.caller, **found)) return std::nullopt;
  auto duties = DutiesOf(**found, call.deadline);
  if (!duties.ok()) return duties.status();
  return duties::ToldDuties(change->resource, change->time, *std::move(duties), cursor).SerializeAsString();
}

}  // namespace lianfang::exchange
