#include "services/fund/duty_service.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/fund/domain/duty/project_duties.h"
#include "services/fund/domain/request/names.h"

namespace lianfang::fund {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
constexpr int kRead = 100;      // rows read at once
constexpr int kMostReads = 20;  // for one page: what is asked for may lie far apart

// Where a page ends: after a project, and so many duties of the one that follows it.
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
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &end.told)) {
    return InvalidField("page_token", "is not a page token");
  }
  end.after = parts[1];
  return end;
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return (request.department().empty() || request.department() == duty.department()) &&
         (request.region().empty() || request.region() == duty.region()) &&
         (request.states().empty() || absl::c_linear_search(request.states(), duty.state()));
}

bool IsService(const Call& call) { return call.caller.role == type::v1::ROLE_SERVICE; }

// The call of a stream goes on for longer than its deadline: each change has one of its own.
Call Reading(Call call) {
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

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  if (request.parent() != "plans/-") {
    if (absl::Status parent = CheckPlanName("parent", request.parent()); !parent.ok()) return parent;
  }
  if (!request.resource().empty()) {
    if (absl::Status name = CheckProjectName("resource", request.resource()); !name.ok()) return name;
  }
  auto from = ReadPageEnd(request);
  if (!from.ok()) return from.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  ListDutiesResponse response;
  for (int reads = 0; reads < kMostReads; ++reads) {
    const auto records = Read(call, request, from->after);
    if (!records.ok()) return records.status();
    for (const ProjectRecord& record : *records) {
      auto duties = DutiesOf(record.project, call.deadline);
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
      *from = PageEnd{record.project.name()};
    }
    if (static_cast<int>(records->size()) < kRead || !request.resource().empty()) return response;
  }
  response.set_next_page_token(MakePageToken(request, from->Token()));
  return response;
}

absl::StatusOr<std::vector<ProjectRecord>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                             const std::string& after) const {
  const std::string parent = request.parent() == "plans/-" ? "" : request.parent();
  if (request.resource().empty()) {
    ProjectFilter filter;
    filter.plan = parent;
    if (!IsService(call)) filter.region_prefix = std::string(DivisionPrefix(call.caller.region));
    return context_.store.ListProjects(filter, {after, kRead}, call.deadline);
  }
  auto record = context_.ReadProject(request.resource(), call.deadline);
  if (absl::IsNotFound(record.status())) return std::vector<ProjectRecord>();
  if (!record.ok()) return record.status();
  const bool of_plan = parent.empty() || PlanOf(record->project.budget()) == parent;
  const bool readable = IsService(call) || CheckOwnRegion(call.caller, record->office_region).ok();
  std::vector<ProjectRecord> records;
  if (of_plan && readable) records.push_back(*std::move(record));
  return records;
}

absl::StatusOr<DutyService::Duties> DutyService::DutiesOf(const v1::Project& project, absl::Time deadline) const {
  if (!project.has_contract()) return Duties();
  const auto plan = context_.FindPlan(PlanOf(project.budget()), deadline);
  if (!plan.ok()) return plan.status();
  return DutiesOfProject(project, **plan);
}

absl::StatusOr<std::unique_ptr<Feed>> DutyService::WatchDuties(const Call& call, const WatchDutiesRequest& request) {
  return follow_(call, request.cursor(), [this, call](const std::string& payload, const std::string& cursor) {
    return Told(Reading(call), payload, cursor);
  });
}

absl::StatusOr<std::optional<std::string>> DutyService::Told(const Call& call, const std::string& payload,
                                                             const std::string& cursor) const {
  WatchDutiesResponse told;
  told.set_cursor(cursor);
  if (payload.empty()) return told.SerializeAsString();
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto record = context_.ReadProject(change->resource, call.deadline);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  if (!IsService(call) && !CheckOwnRegion(call.caller, record->office_region).ok()) return std::nullopt;
  auto duties = DutiesOf(record->project, call.deadline);
  if (!duties.ok()) return duties.status();
  told.set_resource(change->resource);
  *told.mutable_commit_time() = ToTimestamp(change->time);
  for (Duty& duty : *duties) *told.add_duties() = std::move(duty);
  return told.SerializeAsString();
}

}  // namespace lianfang::fund
