#include "services/exchange/subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

class SubscriptionTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RecordFeed>> Open(const std::string& cursor = "", const Call* call = nullptr) {
    v1::SubscribeRecordsRequest request;
    request.set_agreement(agreement_);
    request.set_purpose(v1::PURPOSE_BUSINESS);
    request.set_cursor(cursor);
    return RecordFeed::Open(world_.context, nullptr, call == nullptr ? world_.hrss : *call, request);
  }
  // Everything that there is now, in words; remembers the last cursor.
  std::vector<std::string> Drain(RecordFeed& feed) {
    std::vector<std::string> told;
    for (int i = 0; i < 5; ++i) {
      const auto messages = feed.Pull();
      if (!messages.ok()) {
        told.push_back(ReasonOf(messages.status()));
        return told;
      }
      for (const std::string& bytes : *messages) {
        v1::SubscribeRecordsResponse response;
        EXPECT_TRUE(response.ParseFromString(bytes));
        cursor_ = response.cursor();
        if (response.has_record())
          told.push_back(absl::StrCat("v", response.record().version(), " by ",
                                      response.record().agreement_edition().back() - '0'));
        if (response.has_retraction())
          told.push_back(v1::RetractionCause_Name(response.retraction().cause()).substr(17));
      }
    }
    return told;
  }
  v1::Record Version(int64_t version, const std::string& industry = "coal-mining") {
    v1::Record record = Accident();
    record.set_version(version);
    record.set_industry(industry);
    record.mutable_accident()->set_place(absl::StrCat("采区", version));
    return record;
  }
  v1::AgreementTerms OfCoal() {
    v1::AgreementTerms terms = SampleTerms();
    terms.add_industries("coal-mining");
    return terms;
  }

  World world_;
  std::string agreement_ = world_.Agree(OfCoal());
  std::string cursor_;
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(SubscriptionTest, TellsWhatIsAgreedOnAndGoesOnFromTheCursor) {
  world_.Publish(world_.emergency, {Version(1), Accident(9)});
  auto feed = *Open();
  EXPECT_THAT(Drain(*feed), ElementsAre("v1 by 1", "v1 by 1"));
  world_.Publish(world_.emergency, {Version(2)});
  world_.Publish(world_.health, {Disease()});
  auto resumed = *Open(cursor_);
  EXPECT_THAT(Drain(*resumed), ElementsAre("v2 by 1"));
  EXPECT_THAT(Drain(*feed), ElementsAre("v2 by 1"));
}

TEST_F(SubscriptionTest, EveryRecordToldIsARead) {
  world_.Publish(world_.emergency, {Version(1)});
  (void)Drain(**Open());
  const auto reads = world_.reading.ListReads(world_.emergency, v1::ListReadsRequest());
  ASSERT_EQ(reads->reads_size(), 1);
  EXPECT_EQ(reads->reads(0).purpose(), v1::PURPOSE_BUSINESS);
}

TEST_F(SubscriptionTest, WithdrawnAndMovedRecordsAreRetracted) {
  auto feed = *Open();
  world_.Publish(world_.emergency, {Version(1)});
  EXPECT_THAT(Drain(*feed), ElementsAre("v1 by 1"));
  world_.Publish(world_.emergency, {Version(2, "construction")});
  EXPECT_THAT(Drain(*feed), ElementsAre("LEFT_SCOPE"));
  world_.Publish(world_.emergency, {Version(3, "construction")});
  EXPECT_THAT(Drain(*feed), IsEmpty()) << "it was not in the scope before";
  world_.Publish(world_.emergency, {Version(4)});
  EXPECT_THAT(Drain(*feed), ElementsAre("v4 by 1"));
  v1::Record withdrawal = Version(5);
  withdrawal.clear_accident();
  withdrawal.set_withdrawn(true);
  withdrawal.set_revision_reason("误报");
  world_.Publish(world_.emergency, {withdrawal});
  EXPECT_THAT(Drain(*feed), ElementsAre("WITHDRAWN"));
}

TEST_F(SubscriptionTest, WhatWasTakenBackIsNotToldToWhoComesLater) {
  world_.Publish(world_.emergency, {Version(1), Version(2)});
  EXPECT_THAT(Drain(**Open()), ElementsAre("v1 by 1", "v2 by 1"));
  world_.Publish(world_.emergency, {Version(3, "construction")});
  EXPECT_THAT(Drain(**Open()), ElementsAre("LEFT_SCOPE"));
}

TEST_F(SubscriptionTest, ANarrowingReachesOpenAndResumedSubscriptions) {
  world_.Publish(world_.emergency, {Version(1)});
  auto feed = *Open();
  (void)Drain(*feed);
  const std::string before = cursor_;
  v1::AgreementTerms narrower = OfCoal();
  narrower.mutable_fields()->RemoveLast();
  ASSERT_EQ(world_.Agree(narrower, agreement_), agreement_);
  world_.Publish(world_.emergency, {Version(2)});
  EXPECT_THAT(Drain(*feed), ElementsAre("NARROWED", "v2 by 2"));
  auto resumed = *Open(before);
  EXPECT_THAT(Drain(*resumed), ElementsAre("NARROWED", "v2 by 2"));
  auto after = *Open(cursor_);
  EXPECT_THAT(Drain(*after), IsEmpty()) << "told once";
}

TEST_F(SubscriptionTest, AWideningTellsEverythingAnew) {
  world_.Publish(world_.emergency, {Version(1)});
  auto feed = *Open();
  (void)Drain(*feed);
  v1::AgreementTerms wider = OfCoal();
  wider.add_fields("occurrence_time");
  ASSERT_EQ(world_.Agree(wider, agreement_), agreement_);
  EXPECT_THAT(Drain(*feed), ElementsAre("v1 by 2"));
}

TEST_F(SubscriptionTest, NothingIsToldAfterTheEndAndTheReaderLearnsOfIt) {
  world_.Publish(world_.emergency, {Version(1)});
  auto feed = *Open();
  (void)Drain(*feed);
  const std::string before = cursor_;
  world_.clock.Set(FromTimestamp(SampleTerms().end_time()));
  world_.Publish(world_.emergency, {Version(2)});
  EXPECT_THAT(Drain(*feed), ElementsAre("ENDED", "AGREEMENT_NOT_IN_FORCE"));
  auto resumed = Open(before);
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_THAT(Drain(**resumed), ElementsAre("ENDED", "AGREEMENT_NOT_IN_FORCE"));
  EXPECT_EQ(ReasonOf(Open(cursor_).status()), "AGREEMENT_NOT_IN_FORCE") << "who knows is refused";
  EXPECT_EQ(ReasonOf(Open("").status()), "AGREEMENT_NOT_IN_FORCE");
  v1::AgreementTerms longer = OfCoal();
  *longer.mutable_end_time() = ToTimestamp(world_.clock.Now() + absl::Hours(24));
  ASSERT_EQ(world_.Agree(longer, agreement_), agreement_);
  EXPECT_THAT(Drain(**Open(cursor_)), ElementsAre("v1 by 2", "v2 by 2")) << "what was forgotten is told again";
}

TEST_F(SubscriptionTest, AnEarlyEndIsToldAtOnce) {
  auto feed = *Open();
  (void)Drain(*feed);
  (void)world_.End(world_.office, agreement_);
  world_.Publish(world_.emergency, {Version(1)});
  EXPECT_THAT(Drain(*feed), ElementsAre("ENDED", "AGREEMENT_NOT_IN_FORCE"));
}

TEST_F(SubscriptionTest, CursorsOfAnotherHistoryAndForeignReadersAreRefused) {
  world_.Publish(world_.emergency, {Version(1)});
  EXPECT_EQ(ReasonOf(Open("9-0123456789abcdef-1").status()), "CURSOR_REPLACED");
  EXPECT_EQ(ReasonOf(Open("1-0123456789abcdef-1").status()), "CURSOR_REPLACED");
  for (const char* bad : {"x", "1--1", "1-01-1", "-1--0", "0--7"})
    EXPECT_EQ(FaultOf(Open(bad).status()), "cursor") << bad;
  EXPECT_EQ(ReasonOf(Open("", &world_.health).status()), "NOT_THE_READER");
}

}  // namespace
}  // namespace lianfang::exchange
