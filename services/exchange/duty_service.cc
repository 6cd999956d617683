#include "services/exchange/duty_service.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/exchange/domain/reconciliation/discrepancy_duty.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"

namespace lianfang::exchange {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
constexpr int kRead = 100;      // rows read at once
constexpr int kMostReads = 20;  // for one page: what is asked for may lie far apart

// Where a page ends: after a row, and so many duties of the one that follows it.
struct PageEnd {
  std::string after{};
  size_t told = 0;

  std::string Token() const { return absl::StrCat(told, "|", after); }
};

absl::StatusOr<PageEnd> ReadPageEnd(const ListDutiesRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  PageEnd end;
  if (token->empty()) return end;
  const std::vector<std::string> parts = absl::StrSplit(*token, absl::MaxSplits('|', 1));
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &end.told))
    return InvalidField("page_token", "is not a page token");
  end.after = parts[1];
  return end;
}

absl::Status CheckParent(const std::string& parent) {
  const absl::string_view id = absl::string_view(parent).substr(parent.find('/') + 1);
  if (absl::StartsWith(parent, "plans/") && (id == "-" || IsResourceId(id))) return absl::OkStatus();
  return InvalidField("parent", "must be plans/{plan} or plans/-");
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return (request.department().empty() || request.department() == duty.department()) &&
         (request.region().empty() || request.region() == duty.region()) &&
         (request.states().empty() || absl::c_linear_search(request.states(), duty.state()));
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

absl::StatusOr<std::vector<v1::Discrepancy>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                               const std::string& after) const {
  if (request.resource().empty()) {
    return store_.PageOfDiscrepancies(request.parent() == "plans/-" ? "" : request.parent(), after, kRead,
                                      call.deadline);
  }
  const auto found = store_.FindDiscrepancy(request.resource(), call.deadline);
  if (!found.ok()) return found.status();
  std::vector<v1::Discrepancy> rows;
  const bool wanted = found->has_value() && (request.parent() == "plans/-" || request.parent() == (*found)->plan());
  if (wanted) rows.push_back(**found);
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
  auto from = ReadPageEnd(request);
  if (!from.ok()) return from.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  ListDutiesResponse response;
  for (int reads = 0; reads < kMostReads; ++reads) {
    const auto rows = Read(call, request, from->after);
    if (!rows.ok()) return rows.status();
    for (const v1::Discrepancy& row : *rows) {
      auto duties = MaySee(call.caller, row) ? DutiesOf(row, call.deadline) : Duties();
      if (!duties.ok()) return duties.status();
      for (size_t i = from->told; i < duties->size(); ++i) {
        Duty& duty = (*duties)[i];
        duty.set_state(duties::StateAt(duty, as_of));
        if (!IsAskedFor(request, duty)) continue;
        if (response.duties_size() == PageSize(request.page_size())) {
          from->told = i;
          response.set_next_page_token(MakePageToken(request, from->Token()));
          return response;
        }
        *response.add_duties() = std::move(duty);
      }
      from = PageEnd{row.name()};
    }
    if (static_cast<int>(rows->size()) < kRead) return response;
  }
  response.set_next_page_token(MakePageToken(request, from->Token()));
  return response;
}

absl::StatusOr<std::unique_ptr<Feed>> DutyService::WatchDuties(const Call& call, const WatchDutiesRequest& request) {
  return follow_(call, request.cursor(), [this, call](const std::string& payload, const std::string& cursor) {
    return Told(ReadingCall(call), payload, cursor);
  });
}

absl::StatusOr<std::optional<std::string>> DutyService::Told(const Call& call, const std::string& payload,
                                                             const std::string& cursor) const {
  WatchDutiesResponse told;
  told.set_cursor(cursor);
  if (payload.empty()) return told.SerializeAsString();
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto found = store_.FindDiscrepancy(change->resource, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value() || !MaySee(call.caller, **found)) return std::nullopt;
  auto duties = DutiesOf(**found, call.deadline);
  if (!duties.ok()) return duties.status();
  told.set_resource(change->resource);
  *told.mutable_commit_time() = ToTimestamp(change->time);
  for (Duty& duty : *duties) *told.add_duties() = std::move(duty);
  return told.SerializeAsString();
}

}  // namespace lianfang::exchange
