// Submission, as this service sees it over the wire.
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_SUBMISSION_CLIENT_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_SUBMISSION_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "common/rpc/stream_reader.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::evaluation {

// Thread-safe.
class SubmissionClient {
 public:
  explicit SubmissionClient(const std::shared_ptr<grpc::Channel>& channel)
      : submission_(submission::v1::SubmissionService::NewStub(channel)) {}

  // Streams from a cursor on, without end, starting `reader`. `context` outlives the stream.
  void WatchObligations(grpc::ClientContext& context, const std::string& cursor,
                        StreamReader<submission::v1::WatchObligationsResponse>& reader);
  void WatchReturns(grpc::ClientContext& context, const std::string& cursor,
                    StreamReader<submission::v1::WatchReturnsResponse>& reader);

 private:
  const std::unique_ptr<submission::v1::SubmissionService::Stub> submission_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_SUBMISSION_CLIENT_H_
