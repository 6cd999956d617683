#include "services/evaluation/sync/discrepancy_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::evaluation {
namespace {

constexpr int kPage = 1000;
constexpr size_t kMost = 10'000;
constexpr absl::Duration kInterval = absl::Seconds(20);
constexpr absl::Duration kCallTime = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::vector<exchange::v1::Discrepancy>> ExchangeDiscrepancies::ReadOpen(const std::string& plan,
                                                                                       absl::Time deadline) {
  exchange::v1::ListDiscrepanciesRequest request;
  request.set_parent(plan);
  request.set_view(exchange::v1::DISCREPANCY_VIEW_BASIC);
  request.set_page_size(kPage);
  std::vector<exchange::v1::Discrepancy> open;
  do {
    grpc::ClientContext context;
    PrepareCall(context, std::min(deadline, absl::Now() + kCallTime));
    exchange::v1::ListDiscrepanciesResponse page;
    const grpc::Status status = stub_->ListDiscrepancies(&context, request, &page);
    if (!status.ok()) return FromGrpcStatus(status);
    std::move(page.mutable_discrepancies()->begin(), page.mutable_discrepancies()->end(), std::back_inserter(open));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && open.size() < kMost);
  return open;
}

absl::Duration DiscrepancyReader::Step() {
  for (const auto& live : plans_.All()) {
    if (interrupted_) break;
    const std::string& plan = live->state().plan->name();
    auto open = source_.ReadOpen(plan, absl::Now() + absl::Seconds(30));
    if (open.ok()) {
      warnings_.Put(plan, *std::move(open), clock_.Now());
      continue;
    }
    Log(LogLevel::kWarning, "open discrepancies not read", {{"plan", plan}, {"status", open.status().ToString()}});
    // Where exchange is away, the other plans are not asked for in vain. One plan that takes too long holds up no other.
    if (absl::IsUnavailable(open.status())) break;
  }
  return kInterval;
}

}  // namespace lianfang::evaluation
