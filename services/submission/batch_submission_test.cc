// BatchSubmitReturns over a real port with real certificates: order, each item's own status, all or nothing, streams
// that break.
#include "services/submission/batch_submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/testing/environment.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/submission_service.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr size_t kWindow = 1024;  // as the contract has it
const char* const kIndustries[] = {"coal-mining", "non-coal-mining", "hazardous-chemicals", "machinery-manufacturing"};

class BatchSubmissionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok());
    ServerOptions options;
    options.tls = TestCertificate("submission");
    server_ = std::make_unique<Server>(options, metrics_);
    // No more than one stream's window may wait: what was read beyond it would be refused.
    writer_.emplace(
        store_, key_, clock_, metrics_, [] {}, LedgerWriter::Options{.queue = kWindow});
    service_ = std::make_unique<ContractService>("lianfang.submission.v1.SubmissionService", server_->runtime());
    submissions_.emplace(store_, *writer_, clock_);
    submissions_->Register(*service_);
    RegisterBatchSubmission(*service_, store_, *writer_, clock_);
    ASSERT_TRUE(server_->Start({service_.get()}).ok());
    server_->SetReady(true);
    const auto channel = OpenChannel(absl::StrCat("dns:///localhost:", server_->port()), TestCertificate("emergency"));
    ASSERT_TRUE(channel.ok()) << channel.status();
    stub_ = v1::SubmissionService::NewStub(*channel);
  }

  void TearDown() override { server_->Drain(); }

  static v1::BatchSubmitReturnsRequest Item(const std::string& industry, int64_t accidents = 2) {
    v1::BatchSubmitReturnsRequest item;
    *item.mutable_submission() = Filing(ObligationName(kPlan, absl::StrCat("2019-140581-", industry)), accidents, 0, 3);
    return item;
  }

  static std::vector<v1::BatchSubmitReturnsRequest> Together(std::vector<v1::BatchSubmitReturnsRequest> items) {
    items[0].set_all_or_nothing(true);
    items[0].set_item_count(static_cast<int32_t>(items.size()));
    return items;
  }

  // Sends all, then reads all; the codes of the answers in order.
  std::vector<int> Send(const std::vector<v1::BatchSubmitReturnsRequest>& items) {
    grpc::ClientContext context;
    auto stream = stub_->BatchSubmitReturns(&context);
    for (const auto& item : items) EXPECT_TRUE(stream->Write(item));
    stream->WritesDone();
    std::vector<int> codes;
    answers_.clear();
    for (v1::BatchSubmitReturnsResponse answer; stream->Read(&answer);) {
      codes.push_back(answer.status().code());
      answers_.push_back(answer);
    }
    end_ = FromGrpcStatus(stream->Finish());
    return codes;
  }

  size_t FiledCount() { return store_.ListReturns({.plan = kPlan}, {"", 100}, absl::InfiniteFuture())->size(); }

  const SigningKey key_ = SigningKey::Generate();
  FakeSubmissionStore store_;
  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  Metrics metrics_;
  std::unique_ptr<Server> server_;
  std::optional<LedgerWriter> writer_;  // gone before the server: it answers into its streams
  std::optional<SubmissionService> submissions_;
  std::unique_ptr<ContractService> service_;
  std::unique_ptr<v1::SubmissionService::Stub> stub_;
  std::vector<v1::BatchSubmitReturnsResponse> answers_;
  absl::Status end_;
};

// Counts what it is told.
class CountingAudit : public CallAudit {
 public:
  void Denied(const Call&, const google::protobuf::Message*, const absl::Status&) override { ++denied; }
  absl::Status Read(const Call&, const google::protobuf::Message&) override { return absl::OkStatus(); }

  std::atomic<int> denied = 0;
};

// The stream itself is not refused: no other row would tell of it.
TEST_F(BatchSubmissionTest, ADeniedItemIsToldToTheAudit) {
  CountingAudit audit;
  server_->AuditWith(audit);
  EXPECT_THAT(Send({Item("coal-mining"), Item("construction")}), ElementsAre(0, 7));
  EXPECT_EQ(audit.denied, 1);
  EXPECT_THAT(Send(Together({Item("non-coal-mining"), Item("construction")})), ElementsAre(10, 7));
  EXPECT_EQ(audit.denied, 2);
}

TEST_F(BatchSubmissionTest, EveryItemIsAnsweredInOrderWithItsOwnStatus) {
  const std::vector<v1::BatchSubmitReturnsRequest> items = {Item("coal-mining"), Item("non-coal-mining", -1),
                                                            Item("coal-mining"), Item("hazardous-chemicals")};
  EXPECT_THAT(Send(items), ElementsAre(0, 3, 10, 0));  // OK, INVALID_ARGUMENT, ABORTED: it is filed already, OK
  EXPECT_TRUE(end_.ok()) << end_;
  for (size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(answers_[i].request_id(), items[i].submission().request_id());
  }
  EXPECT_TRUE(answers_[0].response().has_receipt());
  EXPECT_EQ(FiledCount(), 2u);
}

TEST_F(BatchSubmissionTest, AStreamIsResumedByItsRequestIds) {
  const std::vector<v1::BatchSubmitReturnsRequest> items = {Item("coal-mining"), Item("non-coal-mining")};
  EXPECT_THAT(Send({items[0]}), ElementsAre(0));
  const std::string receipt = answers_[0].response().receipt().SerializeAsString();
  EXPECT_THAT(Send(items), ElementsAre(0, 0));
  EXPECT_EQ(answers_[0].response().receipt().SerializeAsString(), receipt);
  // A call of its own is the same request.
  grpc::ClientContext context;
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(stub_->SubmitReturn(&context, items[0].submission(), &response).ok());
  EXPECT_EQ(response.receipt().SerializeAsString(), receipt);
  EXPECT_EQ(FiledCount(), 2u);
}

TEST_F(BatchSubmissionTest, AnIllFormedItemDoesNotEndTheStream) {
  auto nameless = Item("coal-mining");
  nameless.mutable_submission()->clear_obligation();
  auto anonymous = Item("coal-mining");
  anonymous.mutable_submission()->set_request_id("not-a-uuid");
  EXPECT_THAT(Send({nameless, anonymous, v1::BatchSubmitReturnsRequest(), Item("coal-mining")}),
              ElementsAre(3, 3, 3, 0));
  EXPECT_TRUE(end_.ok()) << end_;
}

TEST_F(BatchSubmissionTest, OnlyCheckingFilesNothing) {
  auto item = Item("coal-mining");
  item.mutable_submission()->set_validate_only(true);
  EXPECT_THAT(Send({item, Item("non-coal-mining")}), ElementsAre(0, 0));
  EXPECT_FALSE(answers_[0].response().has_receipt());
  EXPECT_EQ(FiledCount(), 1u);
}

TEST_F(BatchSubmissionTest, MoreItemsThanTheWindowFlow) {
  std::vector<v1::BatchSubmitReturnsRequest> items(3 * kWindow, Item("coal-mining"));
  EXPECT_THAT(Send(items), Each(0));  // all repeats of the first
  EXPECT_EQ(answers_.size(), items.size());
  EXPECT_EQ(FiledCount(), 1u);
}

TEST_F(BatchSubmissionTest, TheWindowIsTheContracts) {
  const BatchSubmission stream(store_, *writer_, clock_, std::make_shared<const Call>());
  EXPECT_EQ(stream.Window(), kWindow);
}

TEST_F(BatchSubmissionTest, TogetherAllAreFiled) {
  std::vector<v1::BatchSubmitReturnsRequest> items;
  for (const char* industry : kIndustries) items.push_back(Item(industry));
  EXPECT_THAT(Send(Together(items)), Each(0));
  EXPECT_EQ(answers_.size(), 4u);
  EXPECT_EQ(FiledCount(), 4u);
  EXPECT_EQ(answers_[3].response().receipt().sequence(), 5);
}

TEST_F(BatchSubmissionTest, ItemsArriveWhenTheyAreTakenAndAWholeWithItsLast) {
  clock_.Advance(absl::Hours(1));
  const absl::Time arrived = clock_.Now();
  EXPECT_THAT(Send({Item("coal-mining")}), ElementsAre(0));
  EXPECT_THAT(Send(Together({Item("non-coal-mining"), Item("hazardous-chemicals")})), Each(0));
  for (size_t i = 1; i < 4; ++i) {
    v1::LedgerEntry entry;
    ASSERT_TRUE(entry.ParseFromString(store_.ledger(kPlan)[i].bytes));
    EXPECT_EQ(FromTimestamp(entry.arrival_time()), arrived) << i;
  }
}

TEST_F(BatchSubmissionTest, TogetherNoneIsFiledWhereOneIsRefused) {
  EXPECT_THAT(Send(Together({Item("coal-mining"), Item("non-coal-mining", -1), Item("hazardous-chemicals")})),
              ElementsAre(10, 3, 10));
  auto ill_formed = Item("non-coal-mining");
  ill_formed.mutable_submission()->set_obligation("elsewhere");
  EXPECT_THAT(Send(Together({Item("coal-mining"), ill_formed})), ElementsAre(10, 3));
  EXPECT_EQ(FiledCount(), 0u);
}

TEST_F(BatchSubmissionTest, ABrokenStreamOfAWholeFilesNothing) {
  auto items = Together({Item("coal-mining"), Item("non-coal-mining")});
  items.pop_back();
  EXPECT_THAT(Send(items), ElementsAre(9));  // FAILED_PRECONDITION: one of two came
  EXPECT_EQ(FiledCount(), 0u);
}

TEST_F(BatchSubmissionTest, AWholeIsAnnouncedOnItsFirstItem) {
  auto uncounted = Item("coal-mining");
  uncounted.set_all_or_nothing(true);
  EXPECT_THAT(Send({uncounted}), ElementsAre(3));
  auto late = Item("non-coal-mining");
  late.set_all_or_nothing(true);
  EXPECT_THAT(Send({Item("coal-mining"), late}), ElementsAre(0, 3));
  auto items = Together({Item("hazardous-chemicals")});
  items.push_back(Item("machinery-manufacturing"));  // one more than was said
  EXPECT_THAT(Send(items), ElementsAre(0, 3));
}

TEST_F(BatchSubmissionTest, AWholeIsBoundedInItems) {
  auto first = Together({Item("coal-mining")})[0];
  first.set_item_count(10'001);
  EXPECT_THAT(Send({first}), ElementsAre(3));
  EXPECT_THAT(answers_[0].status().message(), HasSubstr("1 to 10000"));
  EXPECT_EQ(FiledCount(), 0u);
}

// 32 MiB, in items that are each as large as a request may be.
TEST_F(BatchSubmissionTest, AWholeIsBoundedInBytes) {
  auto item = Item("coal-mining");
  item.mutable_submission()->set_note(std::string(60'000, 'x'));
  const auto codes = Send(Together(std::vector<v1::BatchSubmitReturnsRequest>(600, item)));
  EXPECT_EQ(codes.size(), 600u);
  EXPECT_EQ(std::count(codes.begin(), codes.end(), 3), 1) << "the one that was too much";
  EXPECT_EQ(std::count(codes.begin(), codes.end(), 10), 599);
  const auto refused = std::find(codes.begin(), codes.end(), 3);
  ASSERT_NE(refused, codes.end());
  EXPECT_THAT(answers_[static_cast<size_t>(refused - codes.begin())].status().message(), HasSubstr("at most 33554432"));
  EXPECT_EQ(FiledCount(), 0u);
}

// What is held would be held for nothing: it is answered before the rest has come.
TEST_F(BatchSubmissionTest, AWholeIsRefusedAsSoonAsOneItemCannotBeFiled) {
  grpc::ClientContext context;
  auto stream = stub_->BatchSubmitReturns(&context);
  auto items = Together({Item("coal-mining"), Item("non-coal-mining"), Item("hazardous-chemicals")});
  items[1].mutable_submission()->set_validate_only(true);
  v1::BatchSubmitReturnsResponse answer;
  ASSERT_TRUE(stream->Write(items[0]));
  ASSERT_TRUE(stream->Write(items[1]));
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.status().code(), 10);
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.status().code(), 3);
  ASSERT_TRUE(stream->Write(items[2]));
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.status().code(), 10);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(BatchSubmissionTest, WhoMayNotFileIsRefusedAtTheDoor) {
  const auto channel = OpenChannel(absl::StrCat("dns:///localhost:", server_->port()), TestCertificate("auditor"));
  grpc::ClientContext context;
  auto stream = v1::SubmissionService::NewStub(*channel)->BatchSubmitReturns(&context);
  v1::BatchSubmitReturnsResponse answer;
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_EQ(FromGrpcStatus(stream->Finish()).code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(BatchSubmissionTest, DrainingEndsAnOpenStream) {
  grpc::ClientContext context;
  auto stream = stub_->BatchSubmitReturns(&context);
  ASSERT_TRUE(stream->Write(Item("coal-mining")));
  v1::BatchSubmitReturnsResponse answer;
  ASSERT_TRUE(stream->Read(&answer));
  server_->Drain();
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_EQ(FromGrpcStatus(stream->Finish()).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang::submission
