#include "services/evaluation/sync/submission_client.h"

namespace lianfang::evaluation {

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
