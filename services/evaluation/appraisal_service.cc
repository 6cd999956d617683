#include "services/evaluation/appraisal_service.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/audited_mutation.h"
#include "common/rpc/page_token.h"
#include "common/text.h"
#include "services/evaluation/domain/appraisal/appraisal.h"
#include "services/evaluation/domain/appraisal/edition.h"
#include "services/evaluation/domain/request/reading_rights.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/export/appraisal_sheet.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {
namespace {

constexpr size_t kLongestReason = 2000;

absl::Status NoAssessment() {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the plan has no assessment of departments",
                         "NO_ASSESSMENT");
}

absl::Status NoSuchDepartment(const std::string& id) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("the plan has no department ", id),
                         "DEPARTMENT_NOT_FOUND", {{"department", id}});
}

absl::Status NoSuchEdition(const ScorecardName& scorecard, int number) {
  const std::string name = FormatEditionName(scorecard, number);
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "EDITION_NOT_FOUND",
                         {{"name", name}});
}

// Of a request that names an edition or wants the appraisals derived.
template <typename Request>
absl::StatusOr<ScorecardName> ValidateChoice(const Request& request, absl::Time now) {
  FieldViolations faults;
  auto name = ValidateScorecard(request, now);
  if (!name.ok()) faults.AddAll("", name.status());
  if (request.edition() < 0) faults.Add("edition", "must not be negative");
  if (request.derive() && request.edition() != 0) faults.Add("edition", "must be 0 where they are to be derived");
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

std::vector<v1::Appraisal> AppraisalsOf(const v1::AppraisalEdition& edition) {
  std::vector<v1::Appraisal> appraisals(edition.appraisals().begin(), edition.appraisals().end());
  for (v1::Appraisal& appraisal : appraisals) appraisal.set_edition(edition.name());
  return appraisals;
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
  RegisterAudited<v1::PublishAppraisalsRequest, v1::AppraisalEdition>(
      contract, context_, "PublishAppraisals",
      [this](const auto& call, const auto& request) { return PublishAppraisals(call, request); });
  contract.Unary<v1::GetAppraisalEditionRequest, v1::AppraisalEdition>(
      "GetAppraisalEdition",
      [this](const auto& call, const auto& request) { return GetAppraisalEdition(call, request); });
  contract.Unary<v1::ListAppraisalEditionsRequest, v1::ListAppraisalEditionsResponse>(
      "ListAppraisalEditions",
      [this](const auto& call, const auto& request) { return ListAppraisalEditions(call, request); });
}

absl::StatusOr<AppraisalService::Ground> AppraisalService::Take(const Call& call, const ScorecardName& name,
                                                                absl::Time as_of) const {
  auto standpoint = context_.standpoints.Take(call, {name.plan, name.region, as_of});
  if (!standpoint.ok()) return standpoint.status();
  if (!standpoint->plan().has_assessment()) return NoAssessment();
  auto duties = context_.received.LoadDuties(name.plan, name.region, call.deadline);
  if (!duties.ok()) return duties.status();
  auto concealments = context_.store.LoadConcealments(name.plan, call.deadline);
  if (!concealments.ok()) return concealments.status();
  return Ground{*std::move(standpoint), *std::move(duties), *std::move(concealments)};
}

absl::StatusOr<v1::Scorecard> AppraisalService::Judge(const Ground& ground, const ScorecardName& name) {
  const Standpoint& standpoint = ground.standpoint;
  return BuildScorecard(standpoint.plan(), name.region, name.period, standpoint.filings(), standpoint.as_of);
}

absl::StatusOr<std::vector<v1::Appraisal>> AppraisalService::Derive(const Ground& ground, const ScorecardName& name) {
  const auto scorecard = Judge(ground, name);
  if (!scorecard.ok()) return scorecard.status();
  const Standpoint& standpoint = ground.standpoint;
  return AppraiseDepartments(standpoint.plan(), *scorecard, ground.duties, ground.concealments, standpoint.as_of);
}

absl::StatusOr<AppraisalService::Answer> AppraisalService::Find(const Call& call, const Ground& ground,
                                                                const ScorecardName& name, const Wanted& wanted) const {
  std::optional<v1::AppraisalEdition> edition;
  if (!wanted.derive) {
    auto loaded = context_.store.LoadEdition(name, wanted.number, ground.standpoint.as_of, call.deadline);
    if (!loaded.ok()) return loaded.status();
    if (!loaded->has_value() && wanted.number != 0) return NoSuchEdition(name, wanted.number);
    edition = *std::move(loaded);
  }
  if (edition.has_value() && !wanted.compare) return Answer{AppraisalsOf(*edition), Head(*std::move(edition))};
  auto derived = Derive(ground, name);
  if (!derived.ok()) return derived.status();
  if (!edition.has_value()) return Answer{*std::move(derived), std::nullopt};
  std::vector<v1::Appraisal> published = AppraisalsOf(*edition);
  const bool differs = Differ(published, *derived);
  return Answer{std::move(published), Head(*std::move(edition)), differs};
}

absl::StatusOr<std::vector<AppraisalService::Answer>> AppraisalService::FindYears(const Call& call,
                                                                                  const Ground& ground,
                                                                                  const ScorecardName& last) const {
  const type::v1::Plan& plan = ground.standpoint.plan();
  if (absl::Status target = CheckTargetPeriod(plan, last.period); !target.ok()) return target;
  std::vector<Answer> years;
  for (const type::v1::Period& period : plan.periods()) {
    if (CheckTargetPeriod(plan, period.id()).ok()) {
      auto year = Find(call, ground, {last.plan, last.region, period.id()}, {});
      if (!year.ok()) return year.status();
      years.push_back(*std::move(year));
    }
    if (period.id() == last.period) break;
  }
  return years;
}

absl::StatusOr<v1::ListAppraisalsResponse> AppraisalService::ListAppraisals(const Call& call,
                                                                            const v1::ListAppraisalsRequest& request) {
  const auto name = ValidateChoice(request, context_.standpoints.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const auto answer =
      Find(call, *ground, *name, {.number = request.edition(), .derive = request.derive(), .compare = true});
  if (!answer.ok()) return answer.status();
  v1::ListAppraisalsResponse response;
  response.mutable_appraisals()->Assign(answer->appraisals.begin(), answer->appraisals.end());
  if (answer->edition.has_value()) *response.mutable_edition() = *answer->edition;
  response.set_differs(answer->differs);
  return response;
}

absl::StatusOr<v1::GetAppraisalHistoryResponse> AppraisalService::GetAppraisalHistory(
    const Call& call, const v1::GetAppraisalHistoryRequest& request) {
  const auto name = ValidateScorecard(request, context_.standpoints.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const auto& departments = ground->standpoint.plan().departments();
  if (std::none_of(departments.begin(), departments.end(),
                   [&](const auto& one) { return one.id() == request.department(); })) {
    return NoSuchDepartment(request.department());
  }
  const auto years = FindYears(call, *ground, *name);
  if (!years.ok()) return years.status();
  std::vector<v1::Appraisal> history;
  for (const Answer& year : *years) {
    for (const v1::Appraisal& appraisal : year.appraisals) {
      if (appraisal.department() == request.department()) history.push_back(appraisal);
    }
  }
  SetChanges(history);
  v1::GetAppraisalHistoryResponse response;
  response.mutable_appraisals()->Assign(history.begin(), history.end());
  return response;
}

absl::StatusOr<v1::ExportAppraisalsResponse> AppraisalService::ExportAppraisals(
    const Call& call, const v1::ExportAppraisalsRequest& request) {
  const auto name = ValidateChoice(request, context_.standpoints.Now());
  if (!name.ok()) return name.status();
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  auto answer = Find(call, *ground, *name, {.number = request.edition(), .derive = request.derive()});
  if (!answer.ok()) return answer.status();
  const auto years = FindYears(call, *ground, *name);
  if (!years.ok()) return years.status();
  std::vector<std::vector<v1::Appraisal>> compared;
  for (const Answer& year : *years) compared.push_back(year.appraisals);
  auto workbook = WriteAppraisals(ground->standpoint.plan(), *name, answer->appraisals, compared, answer->edition,
                                  ground->standpoint.as_of);
  if (!workbook.ok()) return workbook.status();
  v1::ExportAppraisalsResponse response;
  response.set_content(*std::move(workbook));
  response.set_media_type(kWorkbookMediaType);
  response.set_filename(absl::StrCat("联防-部门考核-", name->plan, "-", name->region, "-", name->period, ".xlsx"));
  return response;
}

absl::StatusOr<v1::AppraisalEdition> AppraisalService::PublishAppraisals(const Call& call,
                                                                         const v1::PublishAppraisalsRequest& request) {
  const auto name = ValidateScorecard(request, context_.standpoints.Now());
  if (!name.ok()) return name.status();
  if (CountCodePoints(request.reason()) > kLongestReason) {
    return InvalidField("reason", absl::StrCat("must be at most ", kLongestReason, " characters"));
  }
  const auto current = context_.standpoints.Take(call, {.plan = name->plan, .region = name->region});
  if (!current.ok()) return current.status();
  if (absl::Status office = CheckIsOffice(call.caller, current->plan()); !office.ok()) return office;
  const auto ground = Take(call, *name, AsOf(request));
  if (!ground.ok()) return ground.status();
  const Standpoint& standpoint = ground->standpoint;
  const auto scorecard = Judge(*ground, *name);
  if (!scorecard.ok()) return scorecard.status();
  const std::vector<v1::Appraisal> appraisals =
      AppraiseDepartments(standpoint.plan(), *scorecard, ground->duties, ground->concealments, standpoint.as_of);
  v1::AppraisalEdition edition;
  *edition.mutable_grounds() =
      GroundsOf(standpoint.plan(), *scorecard, ground->duties, ground->concealments, standpoint.as_of);
  const type::v1::Period* period = FindPeriod(standpoint.plan(), name->period);
  absl::Status publishable =
      CheckPublishable(standpoint.plan(), *period, appraisals, edition.grounds(), standpoint.as_of);
  if (!publishable.ok()) return publishable;
  edition.mutable_appraisals()->Assign(appraisals.begin(), appraisals.end());
  edition.set_plan_edition(standpoint.plan().edition());
  *edition.mutable_as_of() = ToTimestamp(standpoint.as_of);
  edition.set_reason(request.reason());
  edition.set_publisher(call.caller.uri);
  if (absl::Status size = CheckSize(edition); !size.ok()) return size;
  return RunAudited<v1::AppraisalEdition, AppraisalRows>(
      context_, call, request,
      [&](AppraisalRows& rows, absl::Time now) -> absl::StatusOr<AuditedChange<v1::AppraisalEdition>> {
        rows.LockPlan(name->plan);
        const int number = rows.NewestEdition(*name) + 1;
        if (number > 1 && request.reason().empty()) {
          return InvalidField("reason", "must be given: an edition was published before");
        }
        v1::AppraisalEdition published = edition;
        published.set_name(FormatEditionName(*name, number));
        published.set_number(number);
        *published.mutable_publish_time() = ToTimestamp(now);
        rows.AddEdition(published);
        // What is repeated answers the head: the content is read by its name.
        return AuditedChange<v1::AppraisalEdition>{Head(published), published.name(),
                                                   absl::StrCat("published: ", request.reason())};
      });
}

absl::StatusOr<v1::AppraisalEdition> AppraisalService::GetAppraisalEdition(
    const Call& call, const v1::GetAppraisalEditionRequest& request) {
  const auto name = ParseEditionName("name", request.name());
  if (!name.ok()) return name.status();
  const ScorecardName& scorecard = name->scorecard;
  const auto standpoint = context_.standpoints.Take(call, {.plan = scorecard.plan, .region = scorecard.region});
  if (!standpoint.ok()) return standpoint.status();
  auto edition = context_.store.LoadEdition(scorecard, name->number, absl::InfiniteFuture(), call.deadline);
  if (!edition.ok()) return edition.status();
  if (!edition->has_value()) return NoSuchEdition(scorecard, name->number);
  return **std::move(edition);
}

absl::StatusOr<v1::ListAppraisalEditionsResponse> AppraisalService::ListAppraisalEditions(
    const Call& call, const v1::ListAppraisalEditionsRequest& request) {
  const auto name = ParseScorecardName("parent", request.parent());
  if (!name.ok()) return name.status();
  const auto standpoint = context_.standpoints.Take(call, {.plan = name->plan, .region = name->region});
  if (!standpoint.ok()) return standpoint.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  int before = INT32_MAX;
  if (!token->empty() && !absl::SimpleAtoi(*token, &before)) return InvalidField("page_token", "is not a page token");
  const int size = PageSize(request.page_size());
  auto editions = context_.store.ListEditions(*name, before, size + 1, call.deadline);
  if (!editions.ok()) return editions.status();
  v1::ListAppraisalEditionsResponse response;
  for (v1::AppraisalEdition& edition : *editions) {
    if (response.editions_size() == size) {
      response.set_next_page_token(MakePageToken(request, absl::StrCat(response.editions(size - 1).number())));
      break;
    }
    *response.add_editions() = std::move(edition);
  }
  return response;
}

}  // namespace lianfang::evaluation
