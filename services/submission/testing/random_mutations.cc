#include "services/submission/testing/random_mutations.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/time.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";

std::string MethodOf(const std::string& request) {
  return request.substr(0, request.size() - std::string("Request").size());
}

}  // namespace

absl::Time HistoryStart() { return Shanghai("2022-05-20 12:00"); }

template <typename Request, typename Decision>
Proposal RandomMutations::Made(const Identity& caller, const std::string& id, const Request& request, Decision decide) {
  auto call = std::make_shared<Call>();
  call->caller = caller;
  call->method = absl::StrCat("lianfang.submission.v1.SubmissionService.", MethodOf(Request::descriptor()->name()));
  call->deadline = absl::InfiniteFuture();
  // Calls arrive a little before they are decided.
  call->arrival_time = HistoryStart() + absl::Microseconds(Below(1000));
  return Propose<Request>(kPlan, id, call, std::make_shared<const Request>(request), decide);
}

std::string RandomMutations::FreshId() { return NewUuid(); }

std::string RandomMutations::RequestId() {
  const std::string id = !ids_.empty() && OneIn(30) ? ids_[Below(ids_.size())] : FreshId();
  ids_.push_back(id);
  return id;
}

std::string RandomMutations::Case() {
  static const char* const kIndustries[] = {"coal-mining", "non-coal-mining", "hazardous-chemicals"};
  return absl::StrCat("2019-140581-", kIndustries[Below(3)]);
}

// The one in force if all that was made before is done; sometimes another one, or none.
std::string RandomMutations::EtagOf(const std::string& id) {
  if (OneIn(20)) return "";
  return OneIn(6) ? std::to_string(1 + Below(6)) : likely_.returns()[ReturnName(kPlan, id)].etag();
}

Proposal RandomMutations::Any() {
  Proposal made = Make();
  (void)CommitAt(HistoryStart() + absl::Milliseconds(2), likely_, key_, made);
  return made;
}

Proposal RandomMutations::Filed() {
  Proposal made = Filed(FreshId());
  (void)CommitAt(HistoryStart() + absl::Milliseconds(2), likely_, key_, made);
  return made;
}

Proposal RandomMutations::Make() {
  switch (Below(24)) {
    case 0:
    case 1:
      return Reviewed();
    case 2:
      return Extended();
    case 3:
      return Waived();
    case 4:
      return Withdrawn();
    case 5:
      return Amended();
    default:
      return Filed(RequestId());
  }
}

Proposal RandomMutations::Filed(const std::string& request_id) {
  const std::string id = Case();
  auto request = Filing(ObligationName(kPlan, id), static_cast<int64_t>(OneIn(8) ? 0 : 1 + Below(5)),
                        static_cast<int64_t>(Below(3)), static_cast<int64_t>(Below(2)));
  request.set_request_id(request_id);
  const int guess =
      OneIn(6) ? static_cast<int>(Below(4)) : likely_.returns()[ReturnName(kPlan, id)].latest().revision();
  if (guess > 0) {
    request.set_supersedes(guess);
    request.set_correction_reason("更正");
    request.set_etag(EtagOf(id));
  }
  return Made(OneIn(12) ? Liaison("housing") : Liaison("emergency"), id, request, &DecideFiling);
}

Proposal RandomMutations::Reviewed() {
  v1::ReviewReturnRequest request;
  const std::string id = Case();
  request.set_name(ReturnName(kPlan, id));
  request.set_etag(EtagOf(id));
  const bool accept = OneIn(3);
  request.mutable_review()->set_decision(accept ? v1::REVIEW_DECISION_ACCEPT : v1::REVIEW_DECISION_SEND_BACK);
  if (!accept) request.mutable_review()->set_reason("数据有误");
  request.set_request_id(RequestId());
  return Made(Office(), id, request, &DecideReview);
}

Proposal RandomMutations::Extended() {
  v1::ExtendObligationRequest request;
  const std::string id = Case();
  request.set_name(ObligationName(kPlan, id));
  request.set_reason("事故调查尚未结案");
  *request.mutable_due_time() = ToTimestamp(HistoryStart() + absl::Hours(24 * 30 * (1 + static_cast<int>(Below(3)))));
  request.set_request_id(RequestId());
  return Made(Office(), id, request, &DecideExtension);
}

Proposal RandomMutations::Waived() {
  v1::WaiveObligationRequest request;
  const std::string id = Case();
  request.set_name(ObligationName(kPlan, id));
  request.set_reason("无此类企业");
  request.set_request_id(RequestId());
  return Made(OneIn(3) ? Liaison("emergency") : Office(), id, request, &DecideWaiver);
}

Proposal RandomMutations::Withdrawn() {
  v1::WithdrawReturnRequest request;
  const std::string id = Case();
  request.set_name(ReturnName(kPlan, id));
  request.set_reason("报错任务");
  request.set_etag(EtagOf(id));
  request.set_request_id(RequestId());
  return Made(Liaison("emergency"), id, request, &DecideWithdrawal);
}

// Another title, at an edition that may be the newest.
Proposal RandomMutations::Amended() {
  static const auto& plan = *new type::v1::Plan(ShippedPlan(kPlan));
  v1::AmendPlanRequest request;
  *request.mutable_plan() = plan;
  request.mutable_plan()->mutable_title()->set_zh(absl::StrCat("方案", Below(100)));
  request.mutable_plan()->set_etag(std::to_string(OneIn(4) ? 1 + static_cast<int>(Below(3))
                                                           : static_cast<int>(likely_.PlanDocuments(kPlan).size())));
  request.set_reason("修订");
  request.set_request_id(RequestId());
  return Made(Office(), "", request, &DecideAmendment);
}

}  // namespace lianfang::submission
