#include "services/submission/duty_service.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "deadlines/duties.h"
#include "duties/duty.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
// Obligations read at once, at least: those asked for may lie far apart.
constexpr int kLeastRead = 500;

// Where a page ends: after an obligation, and so many duties of the one that follows it.
struct PageEnd {
  std::string after;
  int told = 0;
};

absl::StatusOr<PageEnd> ReadPageEnd(const ListDutiesRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  PageEnd end;
  if (token->empty()) return end;
  const size_t separator = token->find('|');
  if (separator == std::string::npos || !absl::SimpleAtoi(absl::string_view(*token).substr(0, separator), &end.told)) {
    return InvalidField("page_token", "is not a page token");
  }
  end.after = token->substr(separator + 1);
  return end;
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return request.states().empty() || absl::c_linear_search(request.states(), duty.state());
}

}  // namespace

void DutyService::Register(ContractService& service) {
  service.Unary<ListDutiesRequest, ListDutiesResponse>(
      "ListDuties", [this](const Call& call, const ListDutiesRequest& request) { return ListDuties(call, request); });
  service.ServerStream<WatchDutiesRequest, WatchDutiesResponse>(
      "WatchDuties",
      [this](const Call& call, const WatchDutiesRequest& request) { return WatchDuties(call, request); });
}

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  RowFilter filter;
  filter.scope = ScopeOf(call.caller);
  filter.department = request.department();
  filter.region = request.region();
  if (request.parent() != "plans/-") {
    auto plan = ParsePlanName("parent", request.parent());
    if (!plan.ok()) return plan.status();
    filter.plan = *std::move(plan);
  }
  auto from = ReadPageEnd(request);
  if (!from.ok()) return from.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : clock_.Now();
  const int size = PageSize(request.page_size());
  ListDutiesResponse response;
  for (bool more = true; more;) {
    const auto rows = Read(filter, request.resource(), from->after, call.deadline);
    if (!rows.ok()) return rows.status();
    more = static_cast<int>(rows->size()) == kLeastRead;
    for (const auto& [key, obligation] : *rows) {
      auto duties = DutiesOfObligation(obligation, call.deadline);
      if (!duties.ok()) return duties.status();
      for (size_t i = static_cast<size_t>(from->told); i < duties->size(); ++i) {
        Duty& duty = (*duties)[i];
        duty.set_state(duties::StateAt(duty, as_of));
        if (!IsAskedFor(request, duty)) continue;
        if (response.duties_size() == size) {
          response.set_next_page_token(MakePageToken(request, absl::StrCat(i, "|", from->after)));
          return response;
        }
        *response.add_duties() = std::move(duty);
      }
      from = PageEnd{key};
    }
  }
  return response;
}

// The obligations after a key, or the one named, as far as they pass the filter.
absl::StatusOr<std::vector<Listed<v1::Obligation>>> DutyService::Read(const RowFilter& filter,
                                                                      const std::string& resource,
                                                                      const std::string& after, absl::Time deadline) {
  if (resource.empty()) return store_.ListObligations(filter, {after, kLeastRead}, deadline);
  const auto name = ParseObligationName("resource", resource);
  if (!name.ok()) return name.status();
  const auto found = store_.LoadObligations({resource}, deadline);
  if (!found.ok()) return found.status();
  std::vector<Listed<v1::Obligation>> rows;
  for (const auto& [key, obligation] : *found) {
    const bool passes = IsInScope(filter.scope, obligation) && (filter.plan.empty() || filter.plan == name->plan) &&
                        (filter.department.empty() || filter.department == obligation.department()) &&
                        (filter.region.empty() || filter.region == obligation.region());
    if (passes) rows.push_back({after, obligation});
  }
  return rows;
}

absl::StatusOr<std::unique_ptr<Feed>> DutyService::WatchDuties(const Call& call, const WatchDutiesRequest& request) {
  return follow_(call, request.cursor(), [this](const v1::WatchObligationsResponse& change) { return Told(change); });
}

// A change of an obligation, told by its duties: by none where it left the rows of whoever follows.
absl::StatusOr<std::string> DutyService::Told(const v1::WatchObligationsResponse& change) {
  WatchDutiesResponse told;
  told.set_cursor(change.cursor());
  if (!change.left().empty()) {
    told.set_resource(change.left());
    *told.mutable_commit_time() = change.commit_time();
  }
  if (change.has_obligation()) {
    auto duties = DutiesOfObligation(change.obligation(), absl::Now() + kReadTimeout);
    if (!duties.ok()) return duties.status();
    told.set_resource(change.obligation().name());
    for (Duty& duty : *duties) *told.add_duties() = std::move(duty);
    *told.mutable_commit_time() = change.commit_time();
  }
  return told.SerializeAsString();
}

// In the words of the edition that states it.
absl::StatusOr<std::vector<Duty>> DutyService::DutiesOfObligation(const v1::Obligation& obligation,
                                                                  absl::Time deadline) {
  const auto name = ParseObligationName("name", obligation.name());
  if (!name.ok()) return absl::DataLossError(absl::StrCat(obligation.name(), " is no obligation's name"));
  const auto plan = PlanOf(name->plan, obligation.plan_edition(), deadline);
  if (!plan.ok()) return plan.status();
  return deadlines::DutiesOf(obligation, **plan);
}

absl::StatusOr<std::shared_ptr<const type::v1::Plan>> DutyService::PlanOf(const std::string& plan, int edition,
                                                                          absl::Time deadline) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = plans_.find({plan, edition});
    if (found != plans_.end()) return found->second;
  }
  const auto loaded = store_.LoadPlan(plan, edition, deadline);
  if (!loaded.ok()) return loaded.status();
  if (*loaded == nullptr) return absl::DataLossError(absl::StrCat("edition ", edition, " of ", plan, " is not stored"));
  absl::MutexLock lock(&mutex_);
  plans_.emplace(std::pair(plan, edition), *loaded);
  return *loaded;
}

}  // namespace lianfang::submission
