#include "services/notification/sync/confirmation_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/following/testing/fake_plans.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using submission::v1::WatchReturnsResponse;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = testing::At(absl::CivilSecond(2022, 5, 20, 10, 0, 0));

class ConfirmationSyncTest : public ::testing::Test {
 protected:
  ConfirmationSyncTest() {
    plan_ = testing::GaopingPlan();
    plan_.set_edition(1);
    plan_.set_confirmations(type::v1::CONFIRMATIONS_EACH_FILING);
    source_.document = plan_;
    for (const v1::Contact& contact : testing::GaopingContacts()) {
      EXPECT_TRUE(store_
                      .Transact(
                          [&](NotificationRows& rows) {
                            rows.SaveContact(contact);
                            return absl::OkStatus();
                          },
                          absl::InfiniteFuture())
                      .ok());
    }
  }

  static WatchReturnsResponse Filing(const std::string& cursor) {
    WatchReturnsResponse change;
    change.set_cursor(cursor);
    change.set_ledger_sequence(7);
    *change.mutable_commit_time() = ToTimestamp(kNow);
    auto& filed = *change.mutable_return_();
    filed.set_name("plans/gaoping-2021-2025/returns/2019-140581-coal-mining");
    filed.set_state(submission::v1::RETURN_STATE_SUBMITTED);
    filed.mutable_latest()->set_name(filed.name() + "/revisions/1");
    filed.mutable_latest()->set_ledger_sequence(7);
    filed.mutable_latest()->set_submitter("spiffe://t/region/140581/department/emergency/role/liaison");
    return change;
  }

  std::vector<v1::Delivery> Recorded() {
    return *store_.ListDeliveries({.kind = v1::DELIVERY_KIND_CONFIRMATION}, {"", 10}, absl::InfiniteFuture());
  }
  std::string Cursor() { return *store_.LoadDutyCursor(kConfirmationCursor, absl::InfiniteFuture()); }
  absl::Status Receive(const std::string& after, const WatchReturnsResponse& change) {
    return sync_.Receive(after, change, absl::InfiniteFuture());
  }

  FakeClock clock_{kNow};
  FakeNotificationStore store_;
  type::v1::Plan plan_;
  FakePlanSource source_{"plans/gaoping-2021-2025", 1};
  PlanEditions plans_{source_, store_, clock_};
  absl::Status receipts_;
  int read_ = 0;
  ConfirmationSync sync_{
      [this](const std::string& plan, int64_t sequence, absl::Time) -> absl::StatusOr<type::v1::Receipt> {
        EXPECT_EQ(plan, "plans/gaoping-2021-2025");
        ++read_;
        if (!receipts_.ok()) return receipts_;
        type::v1::Receipt receipt;
        receipt.set_sequence(sequence);
        return receipt;
      },
      plans_, store_, clock_, "lianfang.example"};
};

TEST_F(ConfirmationSyncTest, AFilingIsRecordedOnceWithItsReceiptAndTheCursorMoves) {
  ASSERT_TRUE(Receive("now", Filing("c-1")).ok());
  ASSERT_THAT(Recorded(), SizeIs(1));
  EXPECT_EQ(Cursor(), "c-1");
  const auto content = store_.LoadNotice(Recorded()[0].notice(), absl::InfiniteFuture());
  ASSERT_EQ(content->attachments_size(), 1);
  EXPECT_EQ(content->attachments(0).filename(), "receipt-2019-140581-coal-mining-7.json");
  EXPECT_THAT(content->attachments(0).content(), ::testing::HasSubstr("\"sequence\": \"7\""));
}

// The process died after it was recorded and before the cursor moved, or another replica was first.
TEST_F(ConfirmationSyncTest, WhatComesAgainIsTheSame) {
  ASSERT_TRUE(Receive("now", Filing("c-1")).ok());
  EXPECT_FALSE(Receive("now", Filing("c-1")).ok()) << "the cursor has moved";
  EXPECT_THAT(Recorded(), SizeIs(1));
  ASSERT_TRUE(Receive("c-1", Filing("c-2")).ok());
  EXPECT_THAT(Recorded(), SizeIs(1));
}

TEST_F(ConfirmationSyncTest, AHeartbeatMovesTheCursorAlone) {
  WatchReturnsResponse heartbeat;
  heartbeat.set_cursor("c-5");
  ASSERT_TRUE(Receive("now", heartbeat).ok());
  EXPECT_EQ(Cursor(), "c-5");
  EXPECT_EQ(read_, 0);
}

TEST_F(ConfirmationSyncTest, WithoutItsReceiptItWaits) {
  receipts_ = absl::UnavailableError("away");
  EXPECT_EQ(Receive("now", Filing("c-1")), receipts_);
  EXPECT_THAT(Recorded(), IsEmpty());
  EXPECT_EQ(Cursor(), "");
}

// An entry that was tampered with has no receipt, and holds nothing else back.
TEST_F(ConfirmationSyncTest, WithoutItsReceiptForGoodItIsPassedOver) {
  receipts_ = absl::DataLossError("the entry is not what was sealed");
  ASSERT_TRUE(Receive("now", Filing("c-1")).ok());
  EXPECT_THAT(Recorded(), IsEmpty());
  EXPECT_EQ(Cursor(), "c-1");
}

TEST_F(ConfirmationSyncTest, InTheDigestAFilingWaitsAndWhatIsSentBackGoesAtOnce) {
  source_.document.set_confirmations(type::v1::CONFIRMATIONS_IN_DIGEST);
  ASSERT_TRUE(Receive("now", Filing("c-1")).ok());
  EXPECT_THAT(Recorded(), IsEmpty());
  EXPECT_EQ(read_, 0) << "the receipt is fetched by whoever wants it";
  const auto waiting = store_.LoadWaiting(absl::InfinitePast(), absl::InfiniteFuture());
  ASSERT_THAT(*waiting, SizeIs(1));
  EXPECT_EQ(waiting->front().ledger_sequence(), 7);
  WatchReturnsResponse back = Filing("c-2");
  back.set_ledger_sequence(8);
  back.mutable_return_()->set_state(submission::v1::RETURN_STATE_SENT_BACK);
  *back.mutable_return_()->mutable_latest()->mutable_review()->mutable_review_time() = back.commit_time();
  ASSERT_TRUE(Receive("c-1", back).ok());
  EXPECT_THAT(Recorded(), SizeIs(1));
  EXPECT_THAT(*store_.LoadWaiting(absl::InfinitePast(), absl::InfiniteFuture()), SizeIs(1));
}

TEST_F(ConfirmationSyncTest, APlanThatAsksForNoneHasNone) {
  source_.document.clear_confirmations();
  ASSERT_TRUE(Receive("now", Filing("c-1")).ok());
  EXPECT_THAT(Recorded(), IsEmpty());
  EXPECT_EQ(Cursor(), "c-1");
  EXPECT_EQ(read_, 0);
}

}  // namespace
}  // namespace lianfang::notification
