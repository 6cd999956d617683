#include "services/exchange/remote_returns.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::exchange {
namespace {

using submission::v1::Obligation;
using submission::v1::Return;

constexpr int kPage = 1000;
// Of one call. Where submission is away, other rules do not wait longer for it.
constexpr absl::Duration kCallTime = absl::Seconds(10);

// All pages of a list. `call` gives a page of it by a deadline.
template <typename Row, typename Request, typename Call, typename Rows>
absl::StatusOr<std::vector<Row>> ReadAll(const std::string& plan, const Call& call, const Rows& rows) {
  Request request;
  request.set_parent(plan);
  request.set_page_size(kPage);
  std::vector<Row> all;
  do {
    const auto page = call(request);
    if (!page.ok()) return page.status();
    all.insert(all.end(), rows(*page).begin(), rows(*page).end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace

class RemoteReturns::OneCall {
 public:
  OneCall(RemoteReturns& returns, absl::Time deadline) : returns_(returns) {
    PrepareCall(context_, std::min(deadline, absl::Now() + kCallTime));
    absl::MutexLock lock(&returns_.mutex_);
    returns_.under_way_.insert(&context_);
    if (returns_.interrupted_) context_.TryCancel();
  }
  ~OneCall() {
    absl::MutexLock lock(&returns_.mutex_);
    returns_.under_way_.erase(&context_);
  }
  OneCall(const OneCall&) = delete;
  OneCall& operator=(const OneCall&) = delete;

  grpc::ClientContext* context() { return &context_; }

 private:
  RemoteReturns& returns_;
  grpc::ClientContext context_;
};

void RemoteReturns::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
  for (grpc::ClientContext* context : under_way_) context->TryCancel();
}

absl::StatusOr<std::string> RemoteReturns::Position(const std::string& plan, absl::Time deadline) {
  OneCall call(*this, deadline);
  submission::v1::GetLedgerHeadRequest request;
  request.set_plan(plan);
  submission::v1::LedgerHead head;
  const absl::Status status = FromGrpcStatus(stub_->GetLedgerHead(call.context(), request, &head));
  if (absl::IsNotFound(status)) return std::string("0");  // an empty ledger
  if (!status.ok()) return status;
  return absl::StrCat(head.sequence());
}

absl::StatusOr<std::vector<FiledReturn>> RemoteReturns::ReadInForce(const std::string& plan, absl::Time deadline) {
  using submission::v1::ListObligationsRequest;
  using submission::v1::ListObligationsResponse;
  using submission::v1::ListReturnsRequest;
  using submission::v1::ListReturnsResponse;
  const auto returns = ReadAll<Return, ListReturnsRequest>(
      plan,
      [&](const ListReturnsRequest& request) -> absl::StatusOr<ListReturnsResponse> {
        OneCall call(*this, deadline);
        ListReturnsResponse page;
        const grpc::Status status = stub_->ListReturns(call.context(), request, &page);
        if (!status.ok()) return FromGrpcStatus(status);
        return page;
      },
      [](const ListReturnsResponse& page) -> const auto& { return page.returns(); });
  if (!returns.ok()) return returns.status();
  // After the returns: whatever was filed for is among the obligations.
  const auto obligations = ReadAll<Obligation, ListObligationsRequest>(
      plan,
      [&](const ListObligationsRequest& request) -> absl::StatusOr<ListObligationsResponse> {
        OneCall call(*this, deadline);
        ListObligationsResponse page;
        const grpc::Status status = stub_->ListObligations(call.context(), request, &page);
        if (!status.ok()) return FromGrpcStatus(status);
        return page;
      },
      [](const ListObligationsResponse& page) -> const auto& { return page.obligations(); });
  if (!obligations.ok()) return obligations.status();
  return ReturnsInForce(*obligations, *returns);
}

}  // namespace lianfang::exchange
