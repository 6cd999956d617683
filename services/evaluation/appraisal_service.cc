#include "services/evaluation/appraisal_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/evaluation/domain/appraisal/appraisal.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/export/appraisal_sheet.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {
namespace {

absl::Status NoAssessment() {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the plan has no assessment of departments",
                         "NO_ASSESSMENT");
}

absl::Status NoSuchDepartment(const std::string& id) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("the plan has no department ", id),
                         "DEPARTMENT_NOT_FOUND", {{"department", id}});
}

}  // namespace

void AppraisalService::Register(ContractService& contract) {
  contract.Unary<v1::ListAppraisalsRequest, v1::ListAppraisalsResponse>(
      "ListAppraisals", [this](const auto& call, const auto& request) { return ListAppraisals(call, request); });
  contract.Unary<v1::GetAppraisalHistoryRequest, v1::GetAppraisalHistoryResponse>(
      "GetAppraisalHistory",
      [this](const auto& call, const auto& request) { return GetAppraisalHistory(call, request); });
  contract.Unary<v1::ExportAppraisalsRequest, v1::ExportAppraisalsResponse>(
      "ExportAppraisals", [this](const auto& call, const auto& request) { return ExportAppraisals(call, request); });
}

absl::StatusOr<AppraisalService::Ground> AppraisalService::Take(const Call& call, const ScorecardName& name,
                                                                absl::Time as_of) const {
  auto standpoint = standpoints_.Take(call, {name.plan, name.region, as_of});
  if (!standpoint.ok()) return standpoint.status();
  if (!standpoint->plan().has_assessment()) return NoAssessment();
  auto duties = store_.LoadDuties(name.plan, name.region, call.deadline);
  if (!duties.ok()) return duties.status();
  return Ground{*std::move(standpoint), *std::move(duties)};
}

absl::StatusOr<std::vector<v1::Appraisal>> AppraisalService::Appraise(const Ground& ground, const ScorecardName& name) {
  const Standpoint& standpoint = ground.standpoint;
  const auto scorecard =
      BuildScorecard(standpoint.plan(), name.region, name.period, standpoint.filings(), standpoint.as_of);
  if (!scorecard.ok()) return scorecard.status();
  return AppraiseDepartments(standpoint.plan(), *scorecard, ground.duties, standpoint.as_of);
}

absl::StatusOr<v1::ListAppraisalsResponse> AppraisalService::ListAppraisals(const Call& call,
                                                                            const v1::ListAppraisalsRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const auto appraisals = Appraise(*ground, *name);
  if (!appraisals.ok()) return appraisals.status();
  v1::ListAppraisalsResponse response;
  response.mutable_appraisals()->Assign(appraisals->begin(), appraisals->end());
  return response;
}

absl::StatusOr<v1::GetAppraisalHistoryResponse> AppraisalService::GetAppraisalHistory(
    const Call& call, const v1::GetAppraisalHistoryRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const type::v1::Plan& plan = ground->standpoint.plan();
  const auto& departments = plan.departments();
  if (std::none_of(departments.begin(), departments.end(),
                   [&](const auto& one) { return one.id() == request.department(); })) {
    return NoSuchDepartment(request.department());
  }
  if (absl::Status target = CheckTargetPeriod(plan, name->period); !target.ok()) return target;
  std::vector<v1::Appraisal> history;
  for (const type::v1::Period& period : plan.periods()) {
    if (CheckTargetPeriod(plan, period.id()).ok()) {
      const auto appraisals = Appraise(*ground, {name->plan, name->region, period.id()});
      if (!appraisals.ok()) return appraisals.status();
      for (const v1::Appraisal& appraisal : *appraisals) {
        if (appraisal.department() == request.department()) history.push_back(appraisal);
      }
    }
    if (period.id() == name->period) break;
  }
  SetChanges(history);
  v1::GetAppraisalHistoryResponse response;
  response.mutable_appraisals()->Assign(history.begin(), history.end());
  return response;
}

absl::StatusOr<v1::ExportAppraisalsResponse> AppraisalService::ExportAppraisals(
    const Call& call, const v1::ExportAppraisalsRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const auto appraisals = Appraise(*ground, *name);
  if (!appraisals.ok()) return appraisals.status();
  auto workbook = WriteAppraisals(ground->standpoint.plan(), *name, *appraisals, ground->standpoint.as_of);
  if (!workbook.ok()) return workbook.status();
  v1::ExportAppraisalsResponse response;
  response.set_content(*std::move(workbook));
  response.set_media_type(kWorkbookMediaType);
  response.set_filename(absl::StrCat("联防-部门考核-", name->plan, "-", name->region, "-", name->period, ".xlsx"));
  return response;
}

}  // namespace lianfang::evaluation
