// Filing many returns over one stream (BatchSubmitReturns), to the end: a stream that breaks is opened again, and what
// was not answered is sent again under the same request ids, so that nothing is filed twice and nothing is left out.
//
//   BatchResult result = SubmitBatch(*stub, requests, {.all_or_nothing = true}, [&](size_t n) { bar.Show(n); });
//   if (result.status.ok()) result.answers[3]->ok();
#ifndef LIANFANG_CLI_BATCH_H_
#define LIANFANG_CLI_BATCH_H_

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/backoff.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {

// The status of one item among several, as the service answered it.
absl::Status FromRpcStatus(const google::rpc::Status& status);

struct BatchOptions {
  bool all_or_nothing = false;
  // Items sent and not yet answered, at most; the service stops reading at 1024. All-or-nothing items are answered
  // once the last is sent, or one is refused; there the stream's own flow control is the only bound.
  size_t window = 200;
  // Streams opened in a row that bring no answer, at most.
  int attempts = 5;
  // How long a stream may take, and how much longer for every item.
  absl::Duration timeout = absl::Seconds(30);
  absl::Duration timeout_per_item = absl::Milliseconds(20);
  BackoffOptions backoff{};
};

struct BatchResult {
  // One for every request; nothing where none came, which is only where `status` is not OK.
  std::vector<std::optional<absl::StatusOr<submission::v1::SubmitReturnResponse>>> answers;
  // Of the streams: OK when every item was answered, otherwise how the last one ended. What an item is refused for is
  // in its answer.
  absl::Status status;
};

// Sends every request and waits for the answers; `on_answer` is called with their number as each comes. An item
// answered UNAVAILABLE is sent again. After a break an all-or-nothing batch is sent again whole: half of it, sent
// alone, would be another batch.
BatchResult SubmitBatch(submission::v1::SubmissionService::StubInterface& stub,
                        const std::vector<submission::v1::SubmitReturnRequest>& requests, const BatchOptions& options,
                        const std::function<void(size_t)>& on_answer);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_BATCH_H_
