#include "services/coordination/exchange/remote_exchange.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::coordination {
namespace {

constexpr int kPage = 1000;

// With its details, as FromGrpcStatus has them.
absl::Status StatusOf(const google::rpc::Status& told) {
  absl::Status status(static_cast<absl::StatusCode>(told.code()), told.message());
  for (const google::protobuf::Any& detail : told.details())
    status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  return status;
}

// OK where the version is the newest one: what is stored already, and superseded, comes back by no repeat.
absl::Status OutcomeOf(const exchange::v1::PublishedRecord& result) {
  if (result.status().code() != 0) return StatusOf(result.status());
  if (result.newest_version() <= result.version()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("version ", result.version(), " was there before, and exchange has version ",
                                      result.newest_version(), " since: send a greater one"),
                         kSuperseded, {{"newest_version", absl::StrCat(result.newest_version())}});
}

}  // namespace

absl::StatusOr<std::vector<absl::Status>> RemoteExchange::Publish(const std::vector<exchange::v1::Record>& records,
                                                                  const std::string& request_id, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  exchange::v1::BatchPublishRecordsRequest request;
  for (const exchange::v1::Record& record : records) *request.add_records() = record;
  request.set_request_id(request_id);
  exchange::v1::BatchPublishRecordsResponse response;
  const grpc::Status status = exchange_->BatchPublishRecords(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  std::vector<absl::Status> results;
  for (const exchange::v1::PublishedRecord& result : response.results()) results.push_back(OutcomeOf(result));
  if (results.size() != records.size()) return absl::InternalError("exchange answered another number of records");
  return results;
}

absl::Status RemoteExchange::ReadEmployers(const std::string& region, const std::string& industry,
                                           const std::function<bool(const exchange::v1::Employer&)>& take,
                                           absl::Time deadline) {
  exchange::v1::ListEmployersRequest request;
  request.set_region(region);
  request.set_industry(industry);
  request.set_page_size(kPage);
  do {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    exchange::v1::ListEmployersResponse response;
    const grpc::Status status = exchange_->ListEmployers(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    for (const exchange::v1::Employer& employer : response.employers()) {
      if (!take(employer)) return absl::OkStatus();
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace lianfang::coordination
