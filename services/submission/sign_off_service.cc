#include "services/submission/sign_off_service.h"

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/errors.h"
#include "common/rpc/status.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {
namespace {

constexpr char kSignMethod[] = "lianfang.submission.v1.SubmissionService.SignReturn";

// The mutation of a return that the request names.
template <typename Request>
absl::StatusOr<Proposal> ProposeOn(std::shared_ptr<const Call> call, std::shared_ptr<const Request> request,
                                   Decide<Request> decide) {
  const auto name = ParseReturnName("name", request->name());
  if (!name.ok()) return name.status();
  return Propose(name->plan, name->id, std::move(call), std::move(request), decide);
}

template <typename Request>
void RecordOn(LedgerWriter& writer, std::shared_ptr<const Call> call, std::shared_ptr<const Request> request,
              Decide<Request> decide, Reply<Serialized<v1::Return>> reply) {
  auto proposal = ProposeOn(std::move(call), std::move(request), decide);
  if (!proposal.ok()) return reply(proposal.status());
  Record<v1::Return>(writer, *std::move(proposal), std::move(reply));
}

absl::StatusOr<Proposal> ProposeSignOff(std::shared_ptr<const Call> call,
                                        std::shared_ptr<const v1::SignReturnRequest> request) {
  auto proposal = ProposeOn(std::move(call), std::move(request), &DecideSignOff);
  if (proposal.ok()) proposal->key.method = kSignMethod;
  return proposal;
}

// Gathers the answers to the items, which come one by one on the writer's threads; the last one sends the response.
class Gathering {
 public:
  // `audit` is told of each item that is denied; null: nobody is.
  Gathering(std::shared_ptr<const Call> call, int items, CallAudit* audit, Reply<v1::SignReturnsResponse> reply)
      : call_(std::move(call)), audit_(audit), left_(items), reply_(std::move(reply)) {
    for (int i = 0; i < items; ++i) response_.add_results();
  }

  void Put(int item, const absl::StatusOr<std::string>& bytes) {
    if (absl::IsPermissionDenied(bytes.status()) && audit_ != nullptr) audit_->Denied(*call_, nullptr, bytes.status());
    absl::MutexLock lock(&mutex_);
    v1::SignReturnsResult& result = *response_.mutable_results(item);
    auto filed = ReadResponse<v1::Return>(bytes);
    *result.mutable_status() = ToRpcStatus(filed.status());
    if (filed.ok()) *result.mutable_return_() = *std::move(filed);
    if (--left_ == 0) reply_(std::move(response_));
  }

 private:
  const std::shared_ptr<const Call> call_;
  CallAudit* const audit_;
  absl::Mutex mutex_;
  int left_ ABSL_GUARDED_BY(mutex_);
  v1::SignReturnsResponse response_ ABSL_GUARDED_BY(mutex_);
  Reply<v1::SignReturnsResponse> reply_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

void SignOffService::Register(ContractService& service) {
  audit_ = service.audit();
  service.AsyncUnary<v1::SignReturnRequest, Serialized<v1::Return>>(
      "SignReturn", [this](auto call, auto request, auto reply) { SignReturn(call, request, std::move(reply)); });
  service.AsyncUnary<v1::SignReturnsRequest, v1::SignReturnsResponse>(
      "SignReturns", [this](auto call, auto request, auto reply) { SignReturns(call, request, std::move(reply)); });
  service.AsyncUnary<v1::WithdrawReturnRequest, Serialized<v1::Return>>(
      "WithdrawReturn",
      [this](auto call, auto request, auto reply) { WithdrawReturn(call, request, std::move(reply)); });
  service.AsyncUnary<v1::GrantCorrectionRequest, Serialized<v1::Return>>(
      "GrantCorrection",
      [this](auto call, auto request, auto reply) { GrantCorrection(call, request, std::move(reply)); });
}

void SignOffService::SignReturn(std::shared_ptr<const Call> call, std::shared_ptr<const v1::SignReturnRequest> request,
                                Reply<Serialized<v1::Return>> reply) {
  auto proposal = ProposeSignOff(std::move(call), std::move(request));
  if (!proposal.ok()) return reply(proposal.status());
  Record<v1::Return>(writer_, *std::move(proposal), std::move(reply));
}

void SignOffService::SignReturns(const std::shared_ptr<const Call>& call,
                                 const std::shared_ptr<const v1::SignReturnsRequest>& request,
                                 Reply<v1::SignReturnsResponse> reply) {
  if (request->requests().empty()) return reply(InvalidField("requests", "must not be empty"));
  const auto gathering = std::make_shared<Gathering>(call, request->requests_size(), audit_, std::move(reply));
  for (int i = 0; i < request->requests_size(); ++i) {
    auto proposal = ProposeSignOff(call, {request, &request->requests(i)});
    if (!proposal.ok()) {
      gathering->Put(i, proposal.status());
      continue;
    }
    writer_.Submit(*std::move(proposal),
                   [gathering, i](const absl::StatusOr<std::string>& bytes) { gathering->Put(i, bytes); });
  }
}

void SignOffService::WithdrawReturn(std::shared_ptr<const Call> call,
                                    std::shared_ptr<const v1::WithdrawReturnRequest> request,
                                    Reply<Serialized<v1::Return>> reply) {
  RecordOn(writer_, std::move(call), std::move(request), &DecideWithdrawal, std::move(reply));
}

void SignOffService::GrantCorrection(std::shared_ptr<const Call> call,
                                     std::shared_ptr<const v1::GrantCorrectionRequest> request,
                                     Reply<Serialized<v1::Return>> reply) {
  RecordOn(writer_, std::move(call), std::move(request), &DecideGrant, std::move(reply));
}

}  // namespace lianfang::submission
