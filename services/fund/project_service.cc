#include "services/fund/project_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "services/fund/domain/budget/documents.h"
#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/project/ranking.h"
#include "services/fund/domain/project/step_table.h"
#include "services/fund/domain/provider/provider_rules.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/export/sheet.h"
#include "services/fund/export/statement.h"
#include "services/fund/mutation.h"
#include "services/fund/reading.h"

namespace lianfang::fund {
namespace {

constexpr size_t kIdBytes = 8;

using ProjectChange = absl::StatusOr<Change<v1::Project>>;

absl::Status CheckWanted(const v1::Project& wanted, const type::v1::Plan& plan) {
  FieldViolations faults;
  faults.AddAll("", CheckProposal("project.proposal", wanted.proposal(), plan));
  CheckDocuments("project.documents", wanted.documents(), faults);
  if (wanted.documents().empty()) faults.Add("project.documents", "must have the document");
  const bool given = !wanted.name().empty() || wanted.state() != v1::PROJECT_STATE_UNSPECIFIED ||
                     wanted.events_size() > 0 || wanted.has_contract() || wanted.has_approved_amount() ||
                     wanted.has_review() || !wanted.creator().empty() || wanted.has_advance();
  if (given) faults.Add("project", "state and steps are given by the server; leave them out");
  return faults.ToStatus();
}

// The engagement that the step, or its review, is about; empty where it is about none.
std::string EngagementOf(const v1::Project& project, const v1::ProjectStep& step) {
  if (step.has_panel()) return step.panel().engagement();
  if (step.has_review()) return project.review_engagement();
  return step.acceptance().engagement();
}

std::string ProviderOf(const v1::ProjectStep& step) {
  return step.has_contract() ? step.contract().contract().provider() : step.acceptance().third_party();
}

// By name, and in the order of names: whoever locks two providers locks them in the same order. An empty name finds none.
std::map<std::string, std::optional<v1::Provider>> FindProviders(FundRows& rows, const std::set<std::string>& names) {
  std::map<std::string, std::optional<v1::Provider>> found;
  for (const std::string& name : names) found[name] = name.empty() ? std::nullopt : rows.FindProvider(name);
  return found;
}

absl::StatusOr<ProjectFilter> FilterOf(const v1::ListProjectsRequest& request, const Identity& caller) {
  FieldViolations faults;
  if (!request.parent().empty()) faults.AddAll("", CheckPlanName("parent", request.parent()));
  if (!request.provider().empty()) faults.AddAll("", CheckProviderName("provider", request.provider()));
  if (request.year() != 0 && (request.year() < kFirstYear || request.year() > kLastYear)) {
    faults.Add("year", absl::StrCat("must be 0 or ", kFirstYear, " to ", kLastYear));
  }
  for (const int state : request.states()) {
    const bool known = state != v1::PROJECT_STATE_UNSPECIFIED && v1::ProjectState_IsValid(state);
    if (!known) faults.Add("states", "is no known state");
  }
  if (!faults.empty()) return faults.ToStatus();
  ProjectFilter filter;
  filter.plan = request.parent();
  filter.year = request.year();
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::ProjectState>(state));
  filter.department = request.department();
  filter.provider = request.provider();
  filter.region_prefix = std::string(DivisionPrefix(caller.region));
  return filter;
}

}  // namespace

void ProjectService::Register(ContractService& service) {
  RegisterMutation(service, context_, "CreateProject", this, &ProjectService::CreateProject);
  RegisterRead(service, "GetProject", this, &ProjectService::GetProject);
  RegisterRead(service, "ListProjects", this, &ProjectService::ListProjects);
  RegisterRead(service, "RankProjects", this, &ProjectService::RankProjects);
  RegisterMutation(service, context_, "RecordProjectStep", this, &ProjectService::RecordProjectStep);
  RegisterRead(service, "ExportStatement", this, &ProjectService::ExportStatement);
}

absl::StatusOr<v1::Project> ProjectService::CreateProject(const Call& call, const v1::CreateProjectRequest& request) {
  const v1::Project& wanted = request.project();
  if (const auto year = YearOfBudget("project.budget", wanted.budget()); !year.ok()) return year.status();
  const auto plan = context_.FindPlan(PlanOf(wanted.budget()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status right = CheckActsFor(call.caller, **plan, wanted.proposal().department()); !right.ok()) {
    return right;
  }
  return Mutate<v1::Project>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> ProjectChange {
        if (absl::Status sound = CheckWanted(wanted, **plan); !sound.ok()) return sound;
        if (!rows.FindBudget(wanted.budget()).has_value()) return NotFound(wanted.budget());
        if (absl::Status room = CheckTakesMore(rows.CountProjects(wanted.budget())); !room.ok()) return room;
        ProjectRecord record;
        record.project = Proposed(absl::StrCat("projects/", RandomHex(kIdBytes)), wanted, {call.caller.uri, now, ""});
        record.office_region = OfficeRegion(**plan);
        rows.SaveProject(record);
        return Change<v1::Project>{record.project, record.project.name(), "proposed"};
      },
      request.validate_only());
}

absl::StatusOr<v1::Project> ProjectService::GetProject(const Call& call, const v1::GetProjectRequest& request) {
  if (absl::Status name = CheckProjectName("name", request.name()); !name.ok()) return name;
  auto record = context_.ReadProject(request.name(), call.deadline);
  if (!record.ok()) return record.status();
  if (absl::Status own = CheckOwnRegion(call.caller, record->office_region); !own.ok()) return own;
  return std::move(record->project);
}

absl::StatusOr<v1::ListProjectsResponse> ProjectService::ListProjects(const Call& call,
                                                                      const v1::ListProjectsRequest& request) {
  const auto filter = FilterOf(request, call.caller);
  if (!filter.ok()) return filter.status();
  using Found = std::vector<ProjectRecord>;
  return ListPage<v1::ListProjectsResponse>(
      request, [&](const Page& page) { return context_.store.ListProjects(*filter, page, call.deadline); },
      [](const ProjectRecord& record) { return record.project.name(); },
      [](Found& found, v1::ListProjectsResponse& response) {
        for (ProjectRecord& record : found) {
          record.project.clear_events();
          *response.add_projects() = std::move(record.project);
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::RankProjectsResponse> ProjectService::RankProjects(const Call& call,
                                                                      const v1::RankProjectsRequest& request) {
  if (const auto year = YearOfBudget("budget", request.budget()); !year.ok()) return year.status();
  const auto plan = context_.FindReadable(call, PlanOf(request.budget()));
  if (!plan.ok()) return plan.status();
  using Found = std::vector<v1::RankedProject>;
  const auto places = [&](const Page& page) -> absl::StatusOr<Found> {
    size_t after = 0;  // of no negative place: the key of a token is the caller's to write
    if (!page.after.empty() && !absl::SimpleAtoi(page.after, &after)) {
      return InvalidField("page_token", "is not a page token");
    }
    Found ranked;
    absl::Status read = context_.store.Read(
        [&](FundRows& rows) -> absl::Status {
          const auto budget = rows.FindBudget(request.budget());
          if (!budget.has_value()) return NotFound(request.budget());
          ranked = RankProposals(rows.ProjectsOf(request.budget()), *budget, **plan, rows.SumsOf(request.budget()));
          return absl::OkStatus();
        },
        call.deadline);
    if (!read.ok()) return read;
    ranked.erase(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(std::min(after, ranked.size())));
    if (std::ssize(ranked) > page.limit) ranked.resize(static_cast<size_t>(page.limit));
    return ranked;
  };
  return ListPage<v1::RankProjectsResponse>(
      request, places, [](const v1::RankedProject& place) { return absl::StrCat(place.place()); },
      [](Found& found, v1::RankProjectsResponse& response) {
        for (v1::RankedProject& place : found) {
          place.mutable_project()->clear_events();
          *response.add_projects() = std::move(place);
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Project> ProjectService::RecordProjectStep(const Call& call,
                                                              const v1::RecordProjectStepRequest& request) {
  if (absl::Status name = CheckProjectName("name", request.name()); !name.ok()) return name;
  const v1::ProjectStep& step = request.step();
  const auto before = context_.ReadProject(request.name(), call.deadline);
  if (!before.ok()) return before.status();
  const auto plan = context_.FindPlan(PlanOf(before->project.budget()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status part = CheckTakesPart(call.caller, **plan); !part.ok()) return part;
  StepFacts facts{.plan = **plan,
                  .caller = call.caller,
                  .now = {},
                  .panel = {},
                  .provider = {},
                  .contractor = {},
                  .budget = {},
                  .sums = {}};
  if (!request.validate_only()) {
    auto first = FindFirstResponse<v1::Project>(context_, call, request);
    if (!first.ok()) return first.status();
    if (first->has_value()) return **std::move(first);
  }
  // Of another service, so before any lock is held.
  const std::string engagement = EngagementOf(before->project, step);
  if (!engagement.empty() && CheckEngagementName("step", engagement).ok()) {
    auto panel = context_.panels.FindPanel(engagement, call.deadline);
    if (!panel.ok() && !absl::IsNotFound(panel.status())) return panel.status();
    if (panel.ok()) facts.panel = *std::move(panel);
  }
  return Mutate<v1::Project>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> ProjectChange {
        auto record = rows.FindProject(request.name());
        if (!record.has_value()) return NotFound(request.name());
        v1::Project& project = record->project;
        if (absl::Status etag = CheckEtag(request.etag(), project.etag()); !etag.ok()) return etag;
        if (EngagementOf(project, step) != engagement) {
          return ErrorWithReason(absl::StatusCode::kAborted, "it has changed since it was read", "STALE_ETAG");
        }
        facts.now = now;
        const auto providers = FindProviders(rows, {ProviderOf(step), project.contract().provider()});
        facts.provider = providers.at(ProviderOf(step));
        facts.contractor = providers.at(project.contract().provider());
        facts.budget = rows.FindBudget(project.budget()).value_or(v1::Budget());
        facts.sums = rows.SumsOf(project.budget());
        if (absl::Status taken = TakeStep(project, step, facts); !taken.ok()) return taken;
        rows.SaveProject(*record);
        return Change<v1::Project>{project, request.name(),
                                   absl::StrCat(v1::ProjectStepKind_Name(KindOf(step)), ": ", step.note())};
      },
      request.validate_only());
}

absl::StatusOr<v1::ExportStatementResponse> ProjectService::ExportStatement(const Call& call,
                                                                            const v1::ExportStatementRequest& request) {
  const auto year = YearOfBudget("budget", request.budget());
  if (!year.ok()) return year.status();
  const auto plan = context_.FindReadable(call, PlanOf(request.budget()));
  if (!plan.ok()) return plan.status();
  Statement statement{.plan = **plan, .year = *year, .budget = {}, .projects = {}, .providers = {}};
  const absl::CivilDay today = DayAt(**plan, context_.clock.Now());
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) -> absl::Status {
        auto budget = rows.FindBudget(request.budget());
        if (!budget.has_value()) return NotFound(request.budget());
        statement.budget = WithSums(*std::move(budget), rows.SumsOf(request.budget()));
        statement.projects = rows.ProjectsOf(request.budget());
        statement.providers.clear();
        for (const v1::Project& project : statement.projects) {
          const std::string& name = project.contract().provider();
          if (name.empty() || statement.providers.count(name) > 0) continue;
          const auto provider = rows.FindProvider(name);
          if (provider.has_value()) statement.providers[name] = Shown(*provider, rows.CountsOf(name), **plan, today);
        }
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  auto bytes = WriteStatement(statement);
  if (!bytes.ok()) return bytes.status();
  v1::ExportStatementResponse response;
  response.set_content(*std::move(bytes));
  response.set_filename(absl::StrCat("工伤预防费决算-", LastPart((*plan)->name()), "-", *year, ".xlsx"));
  response.set_media_type(kWorkbookMediaType);
  return response;
}

}  // namespace lianfang::fund
