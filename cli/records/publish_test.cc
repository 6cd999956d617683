// Publishing against a real gRPC server in this process.
#include "cli/records/publish.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lianfang::cli {
namespace {

using exchange::v1::ExchangeService;
using exchange::v1::PublishRecordsRequest;
using exchange::v1::PublishRecordsResponse;

// Its first stream takes messages and answers none of them until the caller gives up.
class SilentAtFirst : public ExchangeService::Service {
 public:
  grpc::Status PublishRecords(
      grpc::ServerContext*, grpc::ServerReaderWriter<PublishRecordsResponse, PublishRecordsRequest>* stream) override {
    const bool silent = streams_++ == 0;
    PublishRecordsRequest request;
    while (stream->Read(&request)) {
      if (silent) continue;
      PublishRecordsResponse response;
      for (int i = 0; i < request.records_size(); ++i) response.add_results();
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  int streams() const { return streams_; }

 private:
  std::atomic<int> streams_ = 0;
};

TEST(RecordPublisherTest, AStreamWithoutAnswersIsOpenedAgainAndNothingIsLeftOut) {
  SilentAtFirst service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  // A channel within the process would hold no message that the other side does not read.
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  const auto server = builder.BuildAndStart();
  const auto stub = ExchangeService::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  std::vector<std::string> answered;
  RecordPublisher publisher(*stub, absl::Milliseconds(200), [&](const AnsweredRecords& answer) {
    for (const MappedRecord& one : answer.records) answered.push_back(one.record.source_id());
  });
  std::vector<std::string> sent;
  for (int i = 0; i < 5; ++i) {
    std::vector<MappedRecord> records(1);
    records[0].record.set_source_id(absl::StrCat("record-", i));
    sent.push_back(records[0].record.source_id());
    const absl::Status status = publisher.Send(std::move(records));
    ASSERT_TRUE(status.ok()) << status;
  }
  const absl::Status finished = publisher.Finish();
  EXPECT_TRUE(finished.ok()) << finished;
  EXPECT_EQ(answered, sent);
  EXPECT_GE(service.streams(), 2);
}

}  // namespace
}  // namespace lianfang::cli
