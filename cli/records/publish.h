// Records on their way to the exchange: over one stream, several messages ahead, opened again where it breaks; what was not answered is sent
// again, and answered as unchanged where it was stored.
#ifndef LIANFANG_CLI_RECORDS_PUBLISH_H_
#define LIANFANG_CLI_RECORDS_PUBLISH_H_

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/records/record_rows.h"
#include "common/backoff.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"

namespace lianfang::cli {

// Records and what became of each, in their order.
struct AnsweredRecords {
  std::vector<MappedRecord> records;
  google::protobuf::RepeatedPtrField<exchange::v1::PublishedRecord> results;
};

// Not thread-safe. Refers to the stub.
class RecordPublisher {
 public:
  using OnAnswer = std::function<void(const AnsweredRecords&)>;

  // A stream on which a message is neither taken nor answered for twice the timeout is opened again.
  RecordPublisher(exchange::v1::ExchangeService::StubInterface& stub, absl::Duration timeout, OnAnswer on_answer);
  ~RecordPublisher();

  // Sends a message of at most 2000 records; may wait for answers to earlier ones. An error of the service once it was tried again in vain.
  absl::Status Send(std::vector<MappedRecord> records);
  // Waits for all answers.
  absl::Status Finish();

 private:
  struct Stream;

  absl::Status Open();
  absl::Status Write(const std::vector<MappedRecord>& records);
  absl::Status ReadOne();
  // Opens the stream again and sends what is unanswered.
  absl::Status Recover(absl::Status broken);

  exchange::v1::ExchangeService::StubInterface& stub_;
  const absl::Duration timeout_;
  const OnAnswer on_answer_;
  std::unique_ptr<Stream> stream_;
  std::deque<std::vector<MappedRecord>> unanswered_;
  int failures_ = 0;
  Backoff backoff_{{}};
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_PUBLISH_H_
