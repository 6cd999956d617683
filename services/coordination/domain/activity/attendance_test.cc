#include "services/coordination/domain/activity/attendance.h"

#include <gtest/gtest.h>

#include "common/errors.h"
#include "services/coordination/domain/activity/attendance_withdrawal.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

v1::PublishAttendanceRequest Part(int first, int count, int64_t version = 0) {
  v1::PublishAttendanceRequest request;
  request.set_first(first);
  request.set_version(version);
  for (int i = 0; i < count; ++i) request.add_attendees();
  return request;
}

v1::Activity Training() {
  v1::Activity activity = testing::Campaign();
  activity.set_name("activities/a");
  activity.set_kind(v1::ACTIVITY_KIND_TRAINING);
  return activity;
}

void Begin(const v1::PublishAttendanceRequest& request, v1::Activity& activity) {
  BeginPart(request, "140581", testing::Now(), activity);
}

TEST(AttendanceTest, APartIsBegunOnceAndEndsWhereExchangeHasIt) {
  v1::Activity activity = Training();
  Begin(Part(1, 500), activity);
  Begin(Part(1, 500), activity);
  ASSERT_EQ(activity.attendance().open_parts_size(), 1);
  EXPECT_TRUE(IsOpen(Part(1, 500), activity));
  EXPECT_TRUE(IsOpen(Part(1, 500, 1), activity)) << "0 is version 1";
  EXPECT_FALSE(IsOpen(Part(1, 499), activity));
  EXPECT_FALSE(IsOpen(Part(1, 500, 2), activity));
  FinishPart(Part(1, 500), testing::Now(), activity);
  EXPECT_EQ(activity.attendance().published(), 500);
  EXPECT_EQ(activity.attendance().open_parts_size(), 0);
  EXPECT_EQ(activity.attendance().state(), v1::ATTENDANCE_STATE_PUBLISHED);
}

TEST(AttendanceTest, OtherPartsTakeFromOneThatIsOpenWhatTheyHave) {
  v1::Activity activity = Training();
  Begin(Part(11, 10), activity);
  RefusePart(Part(11, 10), 3, testing::Now(), activity);
  const auto finish = [&](int first, int count, int64_t version = 0) {
    FinishPart(Part(first, count, version), testing::Now(), activity);
    const auto& parts = activity.attendance().open_parts();
    return parts.empty() ? std::make_pair(0, 0) : std::make_pair(parts[0].first(), parts[0].last());
  };
  EXPECT_EQ(finish(1, 10), std::make_pair(11, 20)) << "none of it";
  EXPECT_EQ(activity.attendance().open_parts(0).refused(), 3);
  EXPECT_EQ(finish(5, 8), std::make_pair(13, 20));
  EXPECT_EQ(activity.attendance().open_parts(0).refused(), 0) << "of whom is not known any more";
  EXPECT_EQ(finish(20, 5), std::make_pair(13, 19));
  EXPECT_EQ(finish(15, 2), std::make_pair(13, 19)) << "what is left is sent as a whole";
  EXPECT_EQ(finish(13, 7), std::make_pair(0, 0));
}

TEST(AttendanceTest, AnOlderVersionEndsNoNewerPart) {
  v1::Activity activity = Training();
  Begin(Part(1, 10, 3), activity);
  FinishPart(Part(1, 10, 2), testing::Now(), activity);
  EXPECT_TRUE(IsOpen(Part(1, 10, 3), activity));
  EXPECT_EQ(activity.attendance().state(), v1::ATTENDANCE_STATE_PUBLISHING);
}

std::vector<absl::Status> All(int count, const absl::Status& status = absl::OkStatus()) {
  return std::vector<absl::Status>(static_cast<size_t>(count), status);
}

TEST(WithdrawalTest, GoesThroughWhatWasBegun) {
  v1::Activity activity = Training();
  Begin(Part(1, 500), activity);
  FinishPart(Part(1, 500), testing::Now(), activity);
  Begin(Part(501, 200, 4), activity);
  EXPECT_FALSE(NextWithdrawal(activity).has_value()) << "it is not withdrawn";
  BeginWithdrawal(activity);
  EXPECT_EQ(NextWithdrawal(activity), (WithdrawalPart{1, 500, 5}));
  ASSERT_TRUE(ApplyWithdrawal({1, 500, 5}, All(500), activity).ok());
  EXPECT_EQ(NextWithdrawal(activity), (WithdrawalPart{501, 700, 5}));
  ASSERT_TRUE(ApplyWithdrawal({501, 700, 5}, All(200), activity).ok());
  EXPECT_FALSE(NextWithdrawal(activity).has_value());
  EXPECT_EQ(activity.attendance().state(), v1::ATTENDANCE_STATE_WITHDRAWN);
}

TEST(WithdrawalTest, AnActivityOfBeforeWithdrawsWhatItSaysIsPublished) {
  v1::Activity activity = Training();
  activity.mutable_attendance()->set_published(7);
  activity.mutable_attendance()->set_version(2);
  BeginWithdrawal(activity);
  EXPECT_EQ(NextWithdrawal(activity), (WithdrawalPart{1, 7, 3}));
}

TEST(WithdrawalTest, NothingIsTakenBackWhereNothingWasBegun) {
  v1::Activity activity = Training();
  BeginWithdrawal(activity);
  EXPECT_FALSE(activity.has_attendance());
  EXPECT_FALSE(NextWithdrawal(activity).has_value());
}

absl::Status Newer(int64_t version) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "newer", "VERSION_GOES_BACKWARDS",
                         {{"newest_version", std::to_string(version)}});
}

TEST(WithdrawalTest, ARefusalIsOvercomeWhereAGreaterVersionDoes) {
  v1::Activity activity = Training();
  Begin(Part(1, 2), activity);
  BeginWithdrawal(activity);
  const WithdrawalPart part = *NextWithdrawal(activity);
  EXPECT_EQ(ApplyWithdrawal(part, {Newer(8), absl::PermissionDeniedError("no")}, activity).code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(NextWithdrawal(activity), part) << "nothing has changed";
  EXPECT_FALSE(ApplyWithdrawal(part, {Newer(1), absl::OkStatus()}, activity).ok()) << "no newer one";
  ASSERT_TRUE(ApplyWithdrawal(part, {Newer(8), Newer(2)}, activity).ok());
  EXPECT_EQ(NextWithdrawal(activity), (WithdrawalPart{1, 2, 9}));
}

TEST(WithdrawalTest, RecordsSayWhyInOneLine) {
  v1::Activity activity = Training();
  Begin(Part(1, 1), activity);
  activity.set_withdraw_reason("  \n\t");
  BeginWithdrawal(activity);
  const auto records = WithdrawnRecords(activity, *NextWithdrawal(activity));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].revision_reason(), "活动已撤销");
  EXPECT_EQ(records[0].source_id(), "activities/a/1");
  EXPECT_EQ(records[0].region(), "140581");
}

}  // namespace
}  // namespace lianfang::coordination
