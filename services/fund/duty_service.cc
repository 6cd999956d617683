#include "services/fund/duty_service.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/division.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty_pages.h"
#include "services/fund/domain/duty/project_duties.h"
#include "services/fund/domain/request/names.h"

namespace lianfang::fund {
namespace {

using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

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
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  auto page = duties::PageOfDuties(
      request, {.token = *token, .size = PageSize(request.page_size()), .as_of = as_of},
      [&](size_t, const std::string& after, int limit) -> absl::StatusOr<std::vector<duties::DutyRow>> {
        auto records = Read(call, request, after, limit);
        if (!records.ok()) return records.status();
        std::vector<duties::DutyRow> rows;
        for (ProjectRecord& record : *records) {
          std::string name = record.project.name();
          rows.push_back({std::move(name), [this, &call, project = std::move(record.project)] {
                            return DutiesOf(project, call.deadline);
                          }});
        }
        return rows;
      });
  if (!page.ok()) return page.status();
  const std::string next = page->next.empty() ? "" : MakePageToken(request, page->next);
  return duties::ResponseOf(*std::move(page), next);
}

absl::StatusOr<std::vector<ProjectRecord>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                             const std::string& after, int limit) const {
  const std::string parent = request.parent() == "plans/-" ? "" : request.parent();
  if (request.resource().empty()) {
    ProjectFilter filter;
    filter.plan = parent;
    if (!IsService(call)) filter.region_prefix = std::string(DivisionPrefix(call.caller.region));
    return context_.store.ListProjects(filter, {after, limit}, call.deadline);
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
  if (payload.empty()) return duties::Heartbeat(cursor).SerializeAsString();
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto record = context_.ReadProject(change->resource, call.deadline);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  if (!IsService(call) && !CheckOwnRegion(call.caller, record->office_region).ok()) return std::nullopt;
  auto duties = DutiesOf(record->project, call.deadline);
  if (!duties.ok()) return duties.status();
  return duties::ToldDuties(change->resource, change->time, *std::move(duties), cursor).SerializeAsString();
}

}  // namespace lianfang::fund
