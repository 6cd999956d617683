#include "services/coordination/opinion_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/opinion/opinion_rules.h"
#include "services/coordination/list_page.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 8;

}  // namespace

void OpinionService::Register(ContractService& service) {
  RegisterMutation<v1::IssueOpinionRequest, v1::Opinion>(
      service, context_, "IssueOpinion",
      [this](const Call& call, const auto& request) { return IssueOpinion(call, request); });
  service.Unary<v1::GetOpinionRequest, v1::Opinion>(
      "GetOpinion", [this](const Call& call, const auto& request) { return GetOpinion(call, request); });
  service.Unary<v1::ListOpinionsRequest, v1::ListOpinionsResponse>(
      "ListOpinions", [this](const Call& call, const auto& request) { return ListOpinions(call, request); });
  RegisterMutation<v1::AnswerOpinionRequest, v1::Opinion>(
      service, context_, "AnswerOpinion",
      [this](const Call& call, const auto& request) { return AnswerOpinion(call, request); });
  RegisterMutation<v1::JudgeAnswerRequest, v1::Opinion>(
      service, context_, "JudgeAnswer",
      [this](const Call& call, const auto& request) { return JudgeAnswer(call, request); });
}

absl::StatusOr<v1::Opinion> OpinionService::IssueOpinion(const Call& call, const v1::IssueOpinionRequest& request) {
  const auto frame = context_.FindPlan("opinion.plan", request.opinion().plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status own = CheckIsObserver(call.caller, frame->plan()); !own.ok()) return own;
  return Mutate<v1::Opinion>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Opinion>> {
        v1::Opinion opinion = request.opinion();
        if (absl::Status faults = CheckOpinion(opinion, *frame, by.now); !faults.ok()) return faults;
        absl::Status files = context_.NameFiles("opinion.files", opinion.files(), opinion.plan(), rows);
        if (!files.ok()) return files;
        opinion.set_name(absl::StrCat("opinions/", RandomHex(kIdBytes)));
        Issue(by.actor, by.now, opinion);
        Stamp(by.now, opinion);
        rows.Save(DocumentOf(opinion, *frame));
        return MadeChange<v1::Opinion>{opinion, opinion.name(), "issued"};
      });
}

absl::StatusOr<v1::Opinion> OpinionService::GetOpinion(const Call& call, const v1::GetOpinionRequest& request) {
  if (absl::Status name = CheckName("name", "opinions", request.name()); !name.ok()) return name;
  auto known = context_.Find<v1::Opinion>(call, request.name());
  if (!known.ok()) return known.status();
  return std::move(known->message);
}

absl::StatusOr<v1::ListOpinionsResponse> OpinionService::ListOpinions(const Call& call,
                                                                      const v1::ListOpinionsRequest& request) {
  DocumentFilter filter;
  filter.shelf = Shelf::kOpinion;
  filter.states.assign(request.states().begin(), request.states().end());
  filter.department = request.department();
  return ListPage<v1::Opinion, v1::ListOpinionsResponse>(
      context_, call, request, filter, [](v1::Opinion&) { return true; },
      [](v1::Opinion&& opinion, auto& response) { *response.add_opinions() = std::move(opinion); });
}

absl::StatusOr<v1::Opinion> OpinionService::AnswerOpinion(const Call& call, const v1::AnswerOpinionRequest& request) {
  if (absl::Status name = CheckName("name", "opinions", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Opinion>(call, request.name());
  if (!known.ok()) return known.status();
  return Mutate<v1::Opinion>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Opinion>> {
        auto opinion = LoadForChange<v1::Opinion>(rows, request.name(), request.etag());
        if (!opinion.ok()) return opinion.status();
        if (absl::Status may = CheckAnswer(*opinion, request, call.caller, known->frame); !may.ok()) return may;
        absl::Status files = context_.NameFiles("files", request.files(), opinion->plan(), rows);
        if (!files.ok()) return files;
        ApplyAnswer(request, by.actor, by.now, *opinion);
        Stamp(by.now, *opinion);
        rows.Save(DocumentOf(*opinion, known->frame));
        return MadeChange<v1::Opinion>{*opinion, opinion->name(), "answered"};
      });
}

absl::StatusOr<v1::Opinion> OpinionService::JudgeAnswer(const Call& call, const v1::JudgeAnswerRequest& request) {
  if (absl::Status name = CheckName("name", "opinions", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Opinion>(call, request.name());
  if (!known.ok()) return known.status();
  return Mutate<v1::Opinion>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Opinion>> {
        auto opinion = LoadForChange<v1::Opinion>(rows, request.name(), request.etag());
        if (!opinion.ok()) return opinion.status();
        absl::Status may = CheckJudgement(*opinion, request, call.caller, known->frame, by.now);
        if (!may.ok()) return may;
        ApplyJudgement(request, by.actor, by.now, *opinion);
        Stamp(by.now, *opinion);
        rows.Save(DocumentOf(*opinion, known->frame));
        return MadeChange<v1::Opinion>{*opinion, opinion->name(),
                                       request.has_due_date() ? "another answer asked for" : "closed"};
      });
}

}  // namespace lianfang::coordination
