#include "services/coordination/open/remote_open_items.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::coordination {
namespace {

constexpr absl::Duration kLongestAnswer = absl::Seconds(5);
constexpr int kPage = 1000;

}  // namespace

absl::StatusOr<std::vector<duty::v1::Duty>> RemoteOpenItems::AwaitedDuties(const std::string& plan,
                                                                           absl::Time deadline) {
  const absl::Time end = std::min(deadline, absl::Now() + kLongestAnswer);
  std::vector<duty::v1::Duty> duties;
  notification::v1::ListDutiesRequest request;
  request.set_parent(plan);
  request.set_page_size(kPage);
  do {
    grpc::ClientContext context;
    PrepareCall(context, end);
    notification::v1::ListDutiesResponse response;
    const grpc::Status status = notification_->ListDuties(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    duties.insert(duties.end(), response.duties().begin(), response.duties().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return duties;
}

absl::StatusOr<evaluation::v1::Scorecard> RemoteOpenItems::GetScorecard(const std::string& plan,
                                                                        const std::string& region,
                                                                        const std::string& period,
                                                                        absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, std::min(deadline, absl::Now() + kLongestAnswer));
  evaluation::v1::GetScorecardRequest request;
  request.set_name(absl::StrCat(plan, "/regions/", region, "/scorecards/", period));
  evaluation::v1::Scorecard scorecard;
  const grpc::Status status = evaluation_->GetScorecard(&context, request, &scorecard);
  if (!status.ok()) return FromGrpcStatus(status);
  return scorecard;
}

absl::StatusOr<evaluation::v1::Forecast> RemoteOpenItems::GetForecast(const std::string& plan,
                                                                      const std::string& region,
                                                                      const std::string& period, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, std::min(deadline, absl::Now() + kLongestAnswer));
  evaluation::v1::ForecastTargetsRequest request;
  request.set_name(absl::StrCat(plan, "/regions/", region, "/scorecards/", period));
  evaluation::v1::Forecast forecast;
  const grpc::Status status = evaluation_->ForecastTargets(&context, request, &forecast);
  if (!status.ok()) return FromGrpcStatus(status);
  return forecast;
}

}  // namespace lianfang::coordination
