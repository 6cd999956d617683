#include "services/evaluation/concealment_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "common/rpc/audited_mutation.h"
#include "common/rpc/page_token.h"
#include "services/evaluation/domain/appraisal/concealment.h"
#include "services/evaluation/domain/request/reading_rights.h"

namespace lianfang::evaluation {
namespace {

constexpr size_t kIdBytes = 8;

absl::Status NoSuchConcealment(const std::string& name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "CONCEALMENT_NOT_FOUND",
                         {{"name", name}});
}

absl::Status CheckEtag(const std::string& given, const v1::Concealment& concealment) {
  if (given.empty() || given == concealment.etag()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kAborted, "it has changed since it was read", "STALE_ETAG",
                         {{"etag", concealment.etag()}});
}

// OK where the caller reads some region of the plan.
absl::Status CheckReadsAny(const Identity& caller, const type::v1::Plan& plan) {
  const auto& regions = plan.regions();
  const bool any =
      std::any_of(regions.begin(), regions.end(), [&](const auto& one) { return MayRead(caller, plan, one.code()); });
  return any ? absl::OkStatus() : CheckMayRead(caller, plan, OfficeRegion(plan));
}

}  // namespace

void ConcealmentService::Register(ContractService& contract) {
  RegisterAudited<v1::RecordConcealmentRequest, v1::Concealment>(
      contract, context_, "RecordConcealment",
      [this](const auto& call, const auto& request) { return RecordConcealment(call, request); });
  RegisterAudited<v1::DecideConcealmentRequest, v1::Concealment>(
      contract, context_, "DecideConcealment",
      [this](const auto& call, const auto& request) { return DecideConcealment(call, request); });
  RegisterAudited<v1::RevokeConcealmentRequest, v1::Concealment>(
      contract, context_, "RevokeConcealment",
      [this](const auto& call, const auto& request) { return RevokeConcealment(call, request); });
  contract.Unary<v1::GetConcealmentRequest, v1::Concealment>(
      "GetConcealment", [this](const auto& call, const auto& request) { return GetConcealment(call, request); });
  contract.Unary<v1::ListConcealmentsRequest, v1::ListConcealmentsResponse>(
      "ListConcealments", [this](const auto& call, const auto& request) { return ListConcealments(call, request); });
}

absl::StatusOr<type::v1::Plan> ConcealmentService::FindPlan(const Call& call, const std::string& plan) const {
  auto found = context_.received.FindPlan(absl::StrCat("plans/", plan), 0, call.deadline);
  if (!found.ok()) return found.status();
  if (found->has_value()) return **std::move(found);
  const std::string name = absl::StrCat("plans/", plan);
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("no plan ", name, " was published then"),
                         "PLAN_NOT_FOUND", {{"plan", name}});
}

absl::StatusOr<v1::Concealment> ConcealmentService::RecordConcealment(const Call& call,
                                                                      const v1::RecordConcealmentRequest& request) {
  const auto id = ParsePlanName("parent", request.parent());
  if (!id.ok()) return id.status();
  const auto plan = FindPlan(call, *id);
  if (!plan.ok()) return plan.status();
  if (absl::Status office = CheckIsOffice(call.caller, *plan); !office.ok()) return office;
  if (absl::Status faults = CheckConcealment(request.concealment(), *plan, context_.clock.Now()); !faults.ok()) {
    return faults;
  }
  return RunAudited<v1::Concealment, AppraisalRows>(
      context_, call, request,
      [&](AppraisalRows& rows, absl::Time now) -> absl::StatusOr<AuditedChange<v1::Concealment>> {
        rows.LockPlan(*id);
        v1::Concealment concealment = request.concealment();
        const std::vector<std::string> different(request.different_from().begin(), request.different_from().end());
        absl::Status is_new = CheckIsNew(concealment, rows.FindConcealments(*id), different);
        if (!is_new.ok()) return is_new;
        concealment.set_name(FormatConcealmentName(*id, RandomHex(kIdBytes)));
        Complete(*plan, call.caller.uri, now, different, concealment);
        rows.SaveConcealment(concealment);
        const std::string detail = absl::StrCat(
            "recorded by document ", concealment.document_number(),
            different.empty() ? ""
                              : absl::StrCat("; said to be another accident than ", absl::StrJoin(different, ", ")));
        return AuditedChange<v1::Concealment>{concealment, concealment.name(), detail};
      });
}

template <typename Request>
absl::StatusOr<v1::Concealment> ConcealmentService::Step(
    const Call& call, const Request& request, const std::function<absl::Status(v1::Concealment&, absl::Time)>& step) {
  const auto name = ParseConcealmentName("name", request.name());
  if (!name.ok()) return name.status();
  const auto plan = FindPlan(call, name->plan);
  if (!plan.ok()) return plan.status();
  if (absl::Status office = CheckIsOffice(call.caller, *plan); !office.ok()) return office;
  return RunAudited<v1::Concealment, AppraisalRows>(
      context_, call, request,
      [&](AppraisalRows& rows, absl::Time now) -> absl::StatusOr<AuditedChange<v1::Concealment>> {
        auto concealment = rows.FindConcealment(request.name());
        if (!concealment.has_value()) return NoSuchConcealment(request.name());
        if (absl::Status current = CheckEtag(request.etag(), *concealment); !current.ok()) return current;
        if (absl::Status taken = step(*concealment, now); !taken.ok()) return taken;
        rows.SaveConcealment(*concealment);
        return AuditedChange<v1::Concealment>{
            *concealment, concealment->name(),
            absl::StrCat(v1::ConcealmentState_Name(concealment->state()), ": ", request.reason())};
      });
}

absl::StatusOr<v1::Concealment> ConcealmentService::DecideConcealment(const Call& call,
                                                                      const v1::DecideConcealmentRequest& request) {
  return Step(call, request, [&](v1::Concealment& concealment, absl::Time now) {
    if (absl::Status may = CheckDecision(concealment, request, call.caller); !may.ok()) return may;
    const bool confirms = request.decision() == v1::CONCEALMENT_DECISION_CONFIRM;
    Advance(confirms ? v1::CONCEALMENT_STATE_CONFIRMED : v1::CONCEALMENT_STATE_REJECTED, call.caller.uri,
            request.reason(), now, concealment);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Concealment> ConcealmentService::RevokeConcealment(const Call& call,
                                                                      const v1::RevokeConcealmentRequest& request) {
  return Step(call, request, [&](v1::Concealment& concealment, absl::Time now) {
    if (absl::Status may = CheckRevocation(concealment, request, call.caller); !may.ok()) return may;
    Advance(v1::CONCEALMENT_STATE_REVOKED, call.caller.uri, request.reason(), now, concealment);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Concealment> ConcealmentService::GetConcealment(const Call& call,
                                                                   const v1::GetConcealmentRequest& request) {
  const auto name = ParseConcealmentName("name", request.name());
  if (!name.ok()) return name.status();
  const auto plan = FindPlan(call, name->plan);
  if (!plan.ok()) return plan.status();
  auto concealment = context_.store.LoadConcealment(request.name(), call.deadline);
  if (!concealment.ok()) return concealment.status();
  if (!concealment->has_value()) return NoSuchConcealment(request.name());
  if (absl::Status may = CheckMayRead(call.caller, *plan, (*concealment)->region()); !may.ok()) return may;
  return **std::move(concealment);
}

absl::StatusOr<v1::ListConcealmentsResponse> ConcealmentService::ListConcealments(
    const Call& call, const v1::ListConcealmentsRequest& request) {
  const auto id = ParsePlanName("parent", request.parent());
  if (!id.ok()) return id.status();
  const auto plan = FindPlan(call, *id);
  if (!plan.ok()) return plan.status();
  if (absl::Status may = CheckReadsAny(call.caller, *plan); !may.ok()) return may;
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const auto concealments = context_.store.LoadConcealments(*id, call.deadline);
  if (!concealments.ok()) return concealments.status();
  v1::ListConcealmentsResponse response;
  bool begun = after->empty();
  for (const v1::Concealment& concealment : *concealments) {
    if (!begun) {
      begun = concealment.name() == *after;
      continue;
    }
    const auto& states = request.states();
    if (!states.empty() && std::find(states.begin(), states.end(), concealment.state()) == states.end()) continue;
    if (!request.department().empty() && request.department() != concealment.department()) continue;
    if (!MayRead(call.caller, *plan, concealment.region())) continue;
    if (response.concealments_size() == PageSize(request.page_size())) {
      response.set_next_page_token(
          MakePageToken(request, response.concealments(response.concealments_size() - 1).name()));
      break;
    }
    *response.add_concealments() = concealment;
  }
  return response;
}

}  // namespace lianfang::evaluation
