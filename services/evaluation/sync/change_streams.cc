#include "services/evaluation/sync/change_streams.h"

#include <string>
#include <utility>

namespace lianfang::evaluation {
namespace {

// What the streams have in common: where the cursor is kept and who receives.
template <typename Change, typename Open>
ResumableStream<Change> ChangeStream(std::string name, Stream stream, EvaluationStore& store, ChangeReceiver& receiver,
                                     Open open) {
  return {.name = std::move(name),
          .load_cursor = [&store, stream](absl::Time deadline) { return store.LoadCursor(stream, deadline); },
          .open = std::move(open),
          .receive = [&receiver](const std::string& after, const Change& change,
                                 absl::Time deadline) { return receiver.Receive(after, change, deadline); }};
}

}  // namespace

ResumableStream<submission::v1::WatchObligationsResponse> ObligationStream(EvaluationStore& store,
                                                                           SubmissionClient& client,
                                                                           ChangeReceiver& receiver) {
  return ChangeStream<submission::v1::WatchObligationsResponse>(
      "obligations", Stream::kObligations, store, receiver,
      [&client](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
        client.WatchObligations(context, cursor, reader);
      });
}

ResumableStream<submission::v1::WatchReturnsResponse> ReturnStream(EvaluationStore& store, SubmissionClient& client,
                                                                   ChangeReceiver& receiver) {
  return ChangeStream<submission::v1::WatchReturnsResponse>(
      "returns", Stream::kReturns, store, receiver,
      [&client](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
        client.WatchReturns(context, cursor, reader);
      });
}

}  // namespace lianfang::evaluation
