#include "services/evaluation/sync/submission_client.h"

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::evaluation {

absl::StatusOr<type::v1::Plan> SubmissionClient::GetPlan(const std::string& plan, int edition, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  submission::v1::GetPlanRequest request;
  request.set_name(absl::StrCat("plans/", plan));
  request.set_edition(edition);
  type::v1::Plan document;
  const grpc::Status status = plans_->GetPlan(&context, request, &document);
  if (!status.ok()) return FromGrpcStatus(status);
  return document;
}

void SubmissionClient::WatchObligations(grpc::ClientContext& context, const std::string& cursor,
                                        StreamReader<submission::v1::WatchObligationsResponse>& reader) {
  submission::v1::WatchObligationsRequest request;
  request.set_cursor(cursor);
  submission_->async()->WatchObligations(&context, &request, reader.reactor());
  reader.Start();
}

void SubmissionClient::WatchReturns(grpc::ClientContext& context, const std::string& cursor,
                                    StreamReader<submission::v1::WatchReturnsResponse>& reader) {
  submission::v1::WatchReturnsRequest request;
  request.set_cursor(cursor);
  submission_->async()->WatchReturns(&context, &request, reader.reactor());
  reader.Start();
}

}  // namespace lianfang::evaluation
