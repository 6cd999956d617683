// The small parts of common/rpc: statuses on the wire, traces, page tokens, the worker pool.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "common/metrics.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/page_token.h"
#include "common/rpc/passage.h"
#include "common/rpc/status.h"
#include "common/rpc/trace.h"
#include "common/rpc/worker_pool.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang {
namespace {

TEST(StatusTest, DetailsSurviveTheWire) {
  const absl::Status sent = InvalidField("figures[0].number", "must be at least 0");
  const absl::Status received = FromGrpcStatus(ToGrpcStatus(sent));
  EXPECT_EQ(received.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(received.message(), sent.message());
  EXPECT_EQ(BadRequestOf(received)->field_violations(0).field(), "figures[0].number");
  EXPECT_TRUE(FromGrpcStatus(ToGrpcStatus(absl::OkStatus())).ok());
}

// A factory that makes nothing: whoever asks it has gone too far.
class NoMessages : public google::protobuf::MessageFactory {
 public:
  const google::protobuf::Message* GetPrototype(const google::protobuf::Descriptor* type) override {
    ADD_FAILURE() << "a " << type->full_name() << " was to be made";
    return MessageFactory::generated_factory()->GetPrototype(type);
  }
};

TEST(ParseRequestTest, NothingIsMadeOfARequestBeyondItsBounds) {
  const auto& method = *submission::v1::SubmitReturnRequest::descriptor()
                            ->file()
                            ->FindServiceByName("SubmissionService")
                            ->FindMethodByName("SubmitReturn");
  NoMessages factory;
  for (const int figures : {1001, 8 << 20}) {
    std::string bytes;
    for (int i = 0; i < figures; ++i) bytes += std::string("\x12\0", 2);
    const auto parsed = ParseRequest(method, BufferOf(std::move(bytes)), factory);
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(ParseRequest(method, BufferOf("\x1a\x01n")).ok());  // a note
}

TEST(TraceTest, ContinuesAGoodHeaderAndReplacesABadOne) {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const TraceContext continued = ContinueTrace("00-" + trace + "-b7ad6b7169203331-01");
  EXPECT_EQ(continued.trace_id, trace);
  EXPECT_NE(continued.span_id, "b7ad6b7169203331");
  EXPECT_EQ(ContinueTrace(continued.ToHeader()).trace_id, trace);
  for (const char* bad : {"", "00-xyz", "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                          "00-00000000000000000000000000000000-b7ad6b7169203331-01"}) {
    const TraceContext fresh = ContinueTrace(bad);
    EXPECT_EQ(fresh.trace_id.size(), 32u) << bad;
    EXPECT_NE(fresh.trace_id, trace) << bad;
  }
}

TEST(PageTokenTest, ResumesOnlyTheSameRequest) {
  submission::v1::ListReturnsRequest request;
  request.set_parent("plans/p");
  EXPECT_EQ(*ReadPageToken(request), "");
  request.set_page_token(MakePageToken(request, "2022-140581-coal-mining"));
  EXPECT_EQ(*ReadPageToken(request), "2022-140581-coal-mining");
  request.set_page_size(7);  // may differ
  EXPECT_TRUE(ReadPageToken(request).ok());
  request.set_department("health");
  EXPECT_EQ(ReadPageToken(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_page_token("nonsense!");
  EXPECT_FALSE(ReadPageToken(request).ok());
  for (const char* key : {"\xff", "\x01"}) {  // made up: such a key never came from a database
    request.set_page_token(MakePageToken(request, key));
    EXPECT_FALSE(ReadPageToken(request).ok());
  }
}

TEST(WorkerPoolTest, RefusesBeyondItsQueueAndRunsAllItAccepted) {
  std::atomic<int> ran = 0;
  absl::Notification started, release;
  Metrics metrics;
  prometheus::Gauge& waiting = metrics.Gauge("waiting", "", {});
  {
    WorkerPool pool({.threads = 1, .queue = 2, .waiting = &waiting});
    ASSERT_TRUE(pool.TryRun([&] {
      started.Notify();
      release.WaitForNotification();
      ++ran;
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.TryRun([&] { ++ran; }));
    EXPECT_TRUE(pool.TryRun([&] { ++ran; }));
    EXPECT_FALSE(pool.TryRun([&] { ++ran; }));
    pool.Run([&] { ++ran; });  // beyond the bound
    EXPECT_EQ(waiting.Value(), 3);
    release.Notify();
  }
  EXPECT_EQ(ran, 4);
  EXPECT_EQ(waiting.Value(), 0);
}

}  // namespace
}  // namespace lianfang
