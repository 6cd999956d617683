#include "services/coordination/domain/activity/attendance.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
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

// --- Which part may be published ---

// Of emergency, 1 to 3 February 2023, of 600 people, 500 of them published.
v1::Activity Recorded() {
  v1::Activity activity = Training();
  activity.set_state(v1::ACTIVITY_STATE_RECORDED);
  activity.set_people(600);
  activity.mutable_attendance()->set_published(500);
  return activity;
}

v1::PublishAttendanceRequest Sound(int first, int count, int64_t version = 0) {
  v1::PublishAttendanceRequest request = Part(first, count, version);
  for (auto& attendee : *request.mutable_attendees()) {
    attendee.set_result(exchange::v1::TRAINING_RESULT_PASSED);
    *attendee.mutable_training_date() = testing::Date(2023, 2, 2);
  }
  return request;
}

absl::Status Check(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                   const Identity& caller = testing::Liaison("emergency")) {
  return CheckAttendance(request, activity, caller, testing::SampleFrame());
}

std::vector<std::string> Faults(const v1::PublishAttendanceRequest& request) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(Check(request, Recorded()));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

using Fields = std::vector<std::string>;

TEST(CheckAttendanceTest, NumbersLieWithinTheActivity) {
  EXPECT_EQ(Faults(Sound(1, 500)), Fields());
  EXPECT_EQ(Faults(Sound(1, 501)), Fields{"attendees"});
  EXPECT_EQ(Faults(Sound(1, 0)), Fields{"attendees"});
  EXPECT_EQ(Faults(Sound(1, 1)), Fields());
  EXPECT_EQ(Faults(Sound(0, 1)), Fields{"first"});
  EXPECT_EQ(Faults(Sound(501, 100)), Fields()) << "the first that is not published, to the last";
  EXPECT_EQ(Faults(Sound(502, 1)), Fields{"first"}) << "one would be left out";
  EXPECT_EQ(Faults(Sound(501, 101)), Fields{"attendees"}) << "more than attended";
  EXPECT_EQ(Faults(Sound(101, 500)), Fields());
  EXPECT_EQ(Faults(Sound(102, 500)), Fields{"attendees"});
  EXPECT_EQ(Faults(Sound(1, 1, 1'000'000'000'000)), Fields());
  EXPECT_EQ(Faults(Sound(1, 1, 1'000'000'000'001)), Fields{"version"});
  EXPECT_EQ(Faults(Sound(1, 1, -1)), Fields{"version"});
}

TEST(CheckAttendanceTest, WhoeverAttendedDidSoOnADayOfTheActivity) {
  v1::PublishAttendanceRequest request = Sound(1, 3);
  *request.mutable_attendees(0)->mutable_training_date() = testing::Date(2023, 2, 1);
  *request.mutable_attendees(1)->mutable_training_date() = testing::Date(2023, 2, 3);
  EXPECT_EQ(Faults(request), Fields());
  *request.mutable_attendees(0)->mutable_training_date() = testing::Date(2023, 1, 31);
  *request.mutable_attendees(1)->mutable_training_date() = testing::Date(2023, 2, 4);
  request.mutable_attendees(2)->clear_training_date();
  EXPECT_EQ(Faults(request),
            (Fields{"attendees[0].training_date", "attendees[1].training_date", "attendees[2].training_date"}));
  request = Sound(1, 2);
  request.mutable_attendees(1)->set_result(exchange::v1::TRAINING_RESULT_ABSENT);
  EXPECT_EQ(Faults(request), Fields{"attendees[1].result"});
  request = Sound(1, 1);
  request.set_industry("coal-mining");
  EXPECT_EQ(Faults(request), Fields());
  request.set_industry("fishing");
  EXPECT_EQ(Faults(request), Fields{"industry"});
}

TEST(CheckAttendanceTest, OnlyOfTrainingsAndCoursesThatStand) {
  v1::Activity activity = Recorded();
  for (const auto kind :
       {v1::ACTIVITY_KIND_TRAINING, v1::ACTIVITY_KIND_ONLINE_TRAINING, v1::ACTIVITY_KIND_SCHOOL_COURSE}) {
    activity.set_kind(kind);
    EXPECT_TRUE(Check(Sound(1, 1), activity).ok()) << v1::ActivityKind_Name(kind);
  }
  for (const auto kind : {v1::ACTIVITY_KIND_CAMPAIGN, v1::ACTIVITY_KIND_THEME, v1::ACTIVITY_KIND_BASE}) {
    activity.set_kind(kind);
    EXPECT_EQ(ReasonOf(Check(Sound(1, 1), activity)), "NO_ATTENDANCE") << v1::ActivityKind_Name(kind);
  }
  activity = Recorded();
  activity.set_state(v1::ACTIVITY_STATE_WITHDRAWN);
  EXPECT_EQ(ReasonOf(Check(Sound(1, 1), activity)), "STATE_NOT_ALLOWED");
}

TEST(CheckAttendanceTest, TheDepartmentOfOneRegionKeepsTheRecords) {
  v1::Activity activity = Recorded();
  const Identity here = testing::Liaison("emergency");
  const Identity there = testing::Caller(type::v1::ROLE_LIAISON, "emergency", "", "140582");
  EXPECT_TRUE(CheckRegion(activity, there).ok()) << "not decided yet";
  activity.mutable_attendance()->set_region("140582");
  EXPECT_EQ(RegionOf(activity), "140582");
  EXPECT_EQ(ReasonOf(Check(Sound(1, 1), activity, here)), "NOT_OWN_REGION");
  activity.set_region("140581");
  EXPECT_EQ(RegionOf(activity), "140581") << "that of the activity goes before";
  EXPECT_TRUE(Check(Sound(1, 1), activity, here).ok());
  EXPECT_EQ(ReasonOf(CheckRegion(activity, there)), "NOT_OWN_REGION");
  EXPECT_EQ(ErrorInfoOf(CheckRegion(activity, there))->metadata().at("region"), "140581");
  EXPECT_TRUE(CheckRegion(activity, testing::Caller(type::v1::ROLE_OFFICE, "hrss", "", "140582")).ok());
}

TEST(CheckAttendanceTest, TheRegionThatIsKeptIsThatOfTheDepartment) {
  type::v1::Plan plan = *testing::SamplePlan();
  EXPECT_EQ(RegionToKeep(testing::Liaison("emergency"), "emergency", plan), "140581");
  EXPECT_EQ(RegionToKeep(testing::Office(), "emergency", plan), "") << "it acts from no region of its own";
  plan.mutable_departments(1)->set_acting_region("140500");
  EXPECT_EQ(RegionToKeep(testing::Office(), "emergency", plan), "140500");
  EXPECT_EQ(RegionToKeep(testing::Office(), "police", plan), "");
}

TEST(CheckAttendanceTest, TwentyPartsAreOpenAtMost) {
  v1::Activity activity = Recorded();
  for (int i = 0; i < 19; ++i) Begin(Part(i + 1, 1, i + 1), activity);
  EXPECT_TRUE(Check(Sound(400, 2), activity).ok());
  Begin(Part(20, 1, 20), activity);
  const absl::Status full = Check(Sound(400, 2), activity);
  EXPECT_EQ(ReasonOf(full), "TOO_MANY_OPEN_PARTS");
  EXPECT_EQ(ErrorInfoOf(full)->metadata().at("first"), "1");
  EXPECT_EQ(ErrorInfoOf(full)->metadata().at("last"), "1");
  EXPECT_TRUE(Check(Sound(20, 1, 20), activity).ok()) << "that one is open already";
}

TEST(AttendanceTest, RecordsAreTheDepartmentsOwn) {
  v1::Activity activity = Recorded();
  activity.add_industries("coal-mining");
  const Identity caller = testing::Liaison("emergency");
  const auto records = RecordsOf(Sound(11, 2, 4), activity, caller);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1].kind(), exchange::v1::RECORD_KIND_TRAINING);
  EXPECT_EQ(records[1].owner().department(), "emergency");
  EXPECT_EQ(records[1].owner().region(), "140581");
  EXPECT_EQ(records[1].source_id(), "activities/a/12");
  EXPECT_EQ(records[1].version(), 4);
  EXPECT_EQ(records[1].region(), "140581");
  EXPECT_EQ(records[1].industry(), "coal-mining") << "the only one of the activity";
  EXPECT_EQ(records[1].training().training_date().day(), 2);
  v1::PublishAttendanceRequest stated = Sound(1, 1);
  stated.set_industry("construction");
  EXPECT_EQ(RecordsOf(stated, activity, caller)[0].industry(), "construction");
  EXPECT_EQ(RecordsOf(stated, activity, caller)[0].version(), 1);
  activity.add_industries("construction");
  EXPECT_EQ(RecordsOf(Sound(1, 1), activity, caller)[0].industry(), "") << "of two, which is not known";
}

TEST(AttendanceTest, WhatExchangeRefusesIsToldByTheRequestsFields) {
  EXPECT_TRUE(CheckTaken({absl::OkStatus(), absl::OkStatus()}).ok());
  const auto details =
      BadRequestOf(CheckTaken({absl::OkStatus(), InvalidField("training.person.id_note", "must say why"),
                               InvalidField("region", "must be within")}));
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->field_violations_size(), 2);
  EXPECT_EQ(details->field_violations(0).field(), "attendees[1].person.id_note");
  EXPECT_EQ(details->field_violations(0).description(), "must say why");
  EXPECT_EQ(details->field_violations(1).field(), "attendees[2].region");
  EXPECT_EQ(CheckTaken({InvalidField("x", "y"), absl::PermissionDeniedError("no")}).code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(AttendanceTest, WhatIsOwedAreTheKeyPositionsOfATraining) {
  v1::Activity activity = Recorded();
  activity.mutable_key_positions()->set_principals(1);
  activity.mutable_key_positions()->set_safety_heads(20);
  activity.mutable_key_positions()->set_team_leaders(300);
  EXPECT_EQ(AttendanceOwed(activity), 321);
  activity.set_kind(v1::ACTIVITY_KIND_CAMPAIGN);
  EXPECT_EQ(AttendanceOwed(activity), 0);
  EXPECT_EQ(LastDayOf(activity), absl::CivilDay(2023, 2, 3));
  activity.clear_end_date();
  EXPECT_EQ(LastDayOf(activity), absl::CivilDay(2023, 2, 1));
}

TEST(AttendanceTest, IsCompleteOnceWhatIsOwedIsThere) {
  v1::Activity activity = Training();
  activity.mutable_key_positions()->set_team_leaders(10);
  Begin(Part(1, 9), activity);
  FinishPart(Part(1, 9), testing::Now(), activity);
  EXPECT_FALSE(activity.attendance().has_complete_time());
  EXPECT_EQ(FromTimestamp(activity.attendance().publish_time()), testing::Now());
  const absl::Time later = testing::Now() + absl::Hours(1);
  FinishPart(Part(10, 1, 3), later, activity);
  EXPECT_EQ(FromTimestamp(activity.attendance().complete_time()), later);
  EXPECT_EQ(activity.attendance().version(), 3);
  FinishPart(Part(1, 2), later + absl::Hours(1), activity);
  EXPECT_EQ(FromTimestamp(activity.attendance().complete_time()), later) << "once";
  EXPECT_EQ(activity.attendance().published(), 10);
  EXPECT_EQ(activity.attendance().version(), 3);
  v1::Activity nothing_owed = Training();
  FinishPart(Part(1, 9), testing::Now(), nothing_owed);
  EXPECT_FALSE(nothing_owed.attendance().has_complete_time());
}

TEST(AttendanceTest, WhatIsBegunIsKept) {
  v1::Activity activity = Training();
  Begin(Part(11, 10, 3), activity);
  const auto& attendance = activity.attendance();
  EXPECT_EQ(attendance.begun(), 20);
  EXPECT_EQ(attendance.begun_version(), 3);
  EXPECT_EQ(attendance.region(), "140581");
  EXPECT_EQ(attendance.state(), v1::ATTENDANCE_STATE_PUBLISHING);
  EXPECT_EQ(attendance.open_parts(0).first(), 11);
  EXPECT_EQ(attendance.open_parts(0).last(), 20);
  EXPECT_EQ(FromTimestamp(attendance.open_parts(0).update_time()), testing::Now());
  Begin(Part(1, 5), activity);
  EXPECT_EQ(attendance.begun(), 20);
  EXPECT_EQ(attendance.begun_version(), 3);
  RefusePart(Part(1, 5), 2, testing::Now() + absl::Hours(1), activity);
  EXPECT_EQ(attendance.open_parts(1).refused(), 2);
  EXPECT_EQ(FromTimestamp(attendance.open_parts(1).update_time()), testing::Now() + absl::Hours(1));
  RefusePart(Part(1, 6), 4, testing::Now(), activity);  // is not open
  EXPECT_EQ(attendance.open_parts(1).refused(), 2);
  Begin(Part(1, 5), activity);
  EXPECT_EQ(attendance.open_parts(1).refused(), 0) << "sent again";
}

}  // namespace
}  // namespace lianfang::coordination
