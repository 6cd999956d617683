// Attendance on its way to exchange and back, through the handlers and the tick.
#include "services/coordination/domain/activity/attendance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/exchange/attendance_tick.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::ElementsAre;
using testing::FirstField;
using ::testing::IsEmpty;
using testing::ReasonOf;
using testing::World;

// A training of emergency with three people in key positions, of four.
class AttendanceTest : public ::testing::Test {
 protected:
  AttendanceTest() {
    const auto recorded = world_.activities.CreateActivity(world_.emergency, Training(4));
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    training_ = *recorded;
  }

  static v1::CreateActivityRequest Training(int people) {
    v1::CreateActivityRequest request;
    v1::Activity& activity = *request.mutable_activity();
    activity = testing::Campaign();
    activity.set_kind(v1::ACTIVITY_KIND_TRAINING);
    activity.clear_end_date();
    activity.set_people(people);
    activity.mutable_key_positions()->set_principals(1);
    activity.mutable_key_positions()->set_team_leaders(2);
    request.set_request_id(NewUuid());
    return request;
  }
  // Attendees `first` to `last` of the list.
  v1::PublishAttendanceRequest Part(int first, int last) {
    auto request = World::About<v1::PublishAttendanceRequest>(training_.name());
    request.set_first(first);
    for (int i = first; i <= last; ++i) {
      auto& attendee = *request.add_attendees();
      attendee.mutable_person()->set_display_name(absl::StrCat("某人", i));
      attendee.set_key_position("team-leader");
      attendee.set_course(training_.title());
      *attendee.mutable_training_date() = training_.start_date();
      attendee.set_result(exchange::v1::TRAINING_RESULT_PASSED);
    }
    return request;
  }
  absl::StatusOr<v1::Activity> Publish(const v1::PublishAttendanceRequest& request) {
    return world_.activities.PublishAttendance(world_.emergency, request);
  }
  v1::Activity Now() {
    v1::GetActivityRequest get;
    get.set_name(training_.name());
    return *world_.activities.GetActivity(world_.emergency, get);
  }
  v1::AttendanceState State() { return Now().attendance().state(); }
  Duties Owed() { return DutiesOfActivity(Now(), testing::SampleFrame()); }
  v1::WithdrawActivityRequest Withdrawal(const std::string& reason = "重复登记") {
    auto request = World::About<v1::WithdrawActivityRequest>(training_.name());
    request.set_reason(reason);
    return request;
  }
  absl::StatusOr<v1::Activity> Withdraw() { return world_.activities.WithdrawActivity(world_.emergency, Withdrawal()); }
  std::string KeyOf(int number) { return absl::StrCat("emergency ", training_.name(), "/", number); }
  // Numbers of the list whose records are at exchange and not taken back.
  std::vector<int> Standing() {
    std::vector<int> numbers;
    for (const auto& [key, record] : world_.exchange.records) {
      const std::string number = key.substr(key.rfind('/') + 1);
      if (!record.withdrawn()) numbers.push_back(std::stoi(number));
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  World world_;
  AttendanceTick tick_{world_.context, world_.exchange, {.actor = "spiffe://t/service/coordination"}};
  v1::Activity training_;
};

TEST_F(AttendanceTest, GoesToExchangeAsRecordsOfTheDepartment) {
  ASSERT_TRUE(Publish(Part(1, 2)).ok());
  const auto published = Publish(Part(3, 4));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->attendance().published(), 4);
  ASSERT_EQ(world_.exchange.records.size(), 4u);
  const exchange::v1::Record& third = world_.exchange.records.at("emergency " + training_.name() + "/3");
  EXPECT_EQ(third.kind(), exchange::v1::RECORD_KIND_TRAINING);
  EXPECT_EQ(third.owner().region(), "140581");
  EXPECT_EQ(third.version(), 1);
  EXPECT_EQ(third.training().person().display_name(), "某人3");
  EXPECT_EQ(third.training().course(), training_.title());
  EXPECT_EQ(third.training().training_date().day(), training_.start_date().day());
  for (const std::string& row : world_.store.audit()) EXPECT_EQ(row.find("某人"), std::string::npos) << row;
}

TEST_F(AttendanceTest, APartThatIsSentAgainChangesNothing) {
  const auto part = Part(1, 2);
  ASSERT_TRUE(Publish(part).ok());
  ASSERT_TRUE(Publish(part).ok());
  EXPECT_EQ(world_.exchange.request_ids[0], world_.exchange.request_ids[1]);
  EXPECT_EQ(Publish(Part(1, 2))->attendance().published(), 2);
  EXPECT_EQ(world_.exchange.records.size(), 2u);
}

TEST_F(AttendanceTest, IsOwedUntilThirtyDaysAfterTheLastDay) {
  ASSERT_EQ(Owed().size(), 1u);
  EXPECT_EQ(FromTimestamp(Owed()[0].due_time()),
            absl::FromCivil(absl::CivilDay(2023, 3, 4), *LoadZone("Asia/Shanghai")))
      << "of 1 February: to the end of 3 March";
}

TEST_F(AttendanceTest, WhileExchangeIsAwayNothingIsLost) {
  world_.exchange.away = true;
  EXPECT_EQ(Publish(Part(1, 3)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now()), duty::v1::DUTY_STATE_DUE_SOON);
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now() + absl::Hours(24 * 60)), duty::v1::DUTY_STATE_OVERDUE);
  world_.exchange.away = false;
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now()), duty::v1::DUTY_STATE_MET) << "as many as key positions";
}

TEST_F(AttendanceTest, WhatExchangeRefusesIsSaidByTheRequestsFieldsAndStaysOpen) {
  FieldViolations faults;
  faults.Add("training.person.id_number", "must be given");
  world_.exchange.refusal = faults.ToStatus();
  world_.exchange.refused = {training_.name() + "/2"};
  EXPECT_EQ(FirstField(Publish(Part(1, 3)).status()), "attendees[1].person.id_number");
  v1::AttendanceStatus attendance = Now().attendance();
  EXPECT_EQ(attendance.published(), 0);
  EXPECT_EQ(attendance.begun(), 3);
  EXPECT_EQ(attendance.state(), v1::ATTENDANCE_STATE_PUBLISHING);
  ASSERT_EQ(attendance.open_parts_size(), 1);
  EXPECT_EQ(attendance.open_parts(0).last(), 3);
  EXPECT_EQ(attendance.open_parts(0).refused(), 1);
  EXPECT_THAT(Standing(), ElementsAre(1, 3)) << "the others of the part are there";
  world_.exchange.refusal = absl::OkStatus();
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  attendance = Now().attendance();
  EXPECT_EQ(attendance.published(), 3);
  EXPECT_EQ(attendance.state(), v1::ATTENDANCE_STATE_PUBLISHED);
  EXPECT_EQ(attendance.open_parts_size(), 0);
}

TEST_F(AttendanceTest, WhatExchangeHasOfAPartThatItRefusedInPartIsTakenBack) {
  world_.exchange.refusal = InvalidField("training.person.id_number", "must be given");
  world_.exchange.refused = {training_.name() + "/2"};
  ASSERT_FALSE(Publish(Part(1, 3)).ok());
  world_.exchange.refusal = absl::OkStatus();
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
}

TEST_F(AttendanceTest, APartWhoseAnswerIsLostIsTakenBackToo) {
  ASSERT_TRUE(Publish(Part(1, 2)).ok());
  world_.exchange.lose_answers = true;
  EXPECT_EQ(Publish(Part(3, 4)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(Standing(), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(Now().attendance().published(), 2);
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_PUBLISHING);
  world_.exchange.lose_answers = false;
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_THAT(Standing(), IsEmpty());
}

TEST_F(AttendanceTest, ARepeatFinishesAPartWhoseAnswerWasLost) {
  const auto part = Part(1, 3);
  world_.exchange.lose_answers = true;
  ASSERT_FALSE(Publish(part).ok());
  world_.exchange.lose_answers = false;
  const auto published = Publish(part);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->attendance().published(), 3);
  EXPECT_EQ(published->attendance().state(), v1::ATTENDANCE_STATE_PUBLISHED);
}

TEST_F(AttendanceTest, AWithdrawalWhileAPartIsOnItsWayLeavesNothing) {
  world_.exchange.meanwhile = [this] { ASSERT_TRUE(Withdraw().ok()); };
  EXPECT_EQ(ReasonOf(Publish(Part(1, 3)).status()), "VERSION_GOES_BACKWARDS") << "it came after its withdrawal";
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(Now().attendance().published(), 0);
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
}

TEST_F(AttendanceTest, AWithdrawalBetweenExchangeAndTheAnswerTakesThePartBack) {
  world_.exchange.lose_answers = true;
  const auto part = Part(1, 3);
  ASSERT_FALSE(Publish(part).ok());
  world_.exchange.lose_answers = false;
  world_.exchange.away = true;
  ASSERT_TRUE(Withdraw().ok());
  world_.exchange.away = false;
  EXPECT_EQ(ReasonOf(Publish(part).status()), "STATE_NOT_ALLOWED");
  EXPECT_THAT(Standing(), ElementsAre(1, 2, 3));
  tick_.Step();
  EXPECT_THAT(Standing(), IsEmpty());
}

TEST_F(AttendanceTest, ARepeatIsAnsweredTheFirstResponseWhateverHappenedSince) {
  const auto part = Part(1, 3);
  const auto first = Publish(part);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Withdraw().ok());
  const auto repeated = Publish(part);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Standing(), IsEmpty());
  auto other = part;
  other.mutable_attendees(0)->mutable_person()->set_display_name("另一人");
  EXPECT_EQ(Publish(other).status().code(), absl::StatusCode::kInvalidArgument) << "other persons under the same id";
}

TEST_F(AttendanceTest, WhatWasTakenBackElsewhereIsNotPublishedByARepeatOfItsVersion) {
  ASSERT_TRUE(Publish(Part(1, 1)).ok());
  exchange::v1::Record withdrawn = world_.exchange.records.at(KeyOf(1));
  withdrawn.set_version(7);
  withdrawn.set_withdrawn(true);
  ASSERT_TRUE((*world_.exchange.Publish({withdrawn}, NewUuid(), absl::InfiniteFuture()))[0].ok());
  EXPECT_EQ(ReasonOf(Publish(Part(1, 1)).status()), kSuperseded);
  auto corrected = Part(1, 1);
  corrected.set_version(8);
  EXPECT_TRUE(Publish(corrected).ok());
  EXPECT_THAT(Standing(), ElementsAre(1));
}

TEST_F(AttendanceTest, ACorrectionThatBrokeOffStaysOpenUntilItIsSentAgain) {
  ASSERT_TRUE(Publish(Part(1, 4)).ok());
  auto correction = Part(2, 3);
  correction.set_version(2);
  world_.exchange.away = true;
  ASSERT_FALSE(Publish(correction).ok());
  ASSERT_EQ(Now().attendance().open_parts_size(), 1);
  EXPECT_EQ(Now().attendance().open_parts(0).version(), 2);
  world_.exchange.away = false;
  auto part = Part(1, 2);
  part.set_version(3);
  ASSERT_TRUE(Publish(part).ok());
  ASSERT_EQ(Now().attendance().open_parts_size(), 1) << "of two, one has a newer version";
  EXPECT_EQ(Now().attendance().open_parts(0).first(), 3);
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(world_.exchange.records.at(KeyOf(4)).version(), 4) << "above every version that was begun";
}

TEST_F(AttendanceTest, SoManyPartsAreOpenAtOnce) {
  ASSERT_TRUE(Publish(Part(1, 4)).ok());
  world_.exchange.away = true;
  const auto correct = [&](int version) {
    auto part = Part(1, 1);
    part.set_version(version);
    return Publish(part).status();
  };
  for (int version = 2; version < 2 + kMostOpenParts; ++version) EXPECT_TRUE(absl::IsUnavailable(correct(version)));
  world_.exchange.away = false;
  EXPECT_EQ(ReasonOf(correct(2 + kMostOpenParts)), "TOO_MANY_OPEN_PARTS");
  EXPECT_TRUE(correct(1 + kMostOpenParts).ok()) << "one of those that are open";
  EXPECT_EQ(Now().attendance().open_parts_size(), 0) << "the newest takes the place of the others";
}

TEST_F(AttendanceTest, BadPartsAreRefusedPrecisely) {
  EXPECT_EQ(FirstField(Publish(Part(2, 3)).status()), "first") << "a gap";
  EXPECT_EQ(FirstField(Publish(Part(0, 1)).status()), "first");
  EXPECT_EQ(FirstField(Publish(Part(1, 5)).status()), "attendees") << "five of four";
  EXPECT_EQ(FirstField(Publish(Part(1, 0)).status()), "attendees");
  auto part = Part(1, 1);
  part.mutable_attendees(0)->set_result(exchange::v1::TRAINING_RESULT_ABSENT);
  EXPECT_EQ(FirstField(Publish(part).status()), "attendees[0].result");
  part = Part(1, 1);
  *part.mutable_attendees(0)->mutable_training_date() = testing::Date(2022, 1, 1);
  EXPECT_EQ(FirstField(Publish(part).status()), "attendees[0].training_date");
  part = Part(1, 1);
  part.set_industry("none");
  EXPECT_EQ(FirstField(Publish(part).status()), "industry");
  EXPECT_EQ(ReasonOf(world_.activities.PublishAttendance(world_.health, Part(1, 1)).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(ReasonOf(world_.activities.PublishAttendance(world_.office, Part(1, 1)).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_TRUE(world_.exchange.records.empty());
}

TEST_F(AttendanceTest, ACampaignHasNone) {
  v1::CreateActivityRequest request;
  *request.mutable_activity() = testing::Campaign();
  request.set_request_id(NewUuid());
  const auto campaign = world_.activities.CreateActivity(world_.emergency, request);
  auto part = Part(1, 1);
  part.set_name(campaign->name());
  EXPECT_EQ(ReasonOf(Publish(part).status()), "NO_ATTENDANCE");
  EXPECT_TRUE(DutiesOfActivity(*campaign, testing::SampleFrame()).empty());
}

TEST_F(AttendanceTest, AWithdrawnTrainingTakesItsRecordsBack) {
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  const auto withdrawn = Withdraw();
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), v1::ACTIVITY_STATE_WITHDRAWN);
  EXPECT_EQ(world_.exchange.records.size(), 3u);
  for (const auto& [name, record] : world_.exchange.records) {
    EXPECT_TRUE(record.withdrawn()) << name;
    EXPECT_EQ(record.version(), 2);
    EXPECT_EQ(record.revision_reason(), "重复登记");
    EXPECT_EQ(record.owner().region(), "140581");
  }
  EXPECT_EQ(ReasonOf(Publish(Part(1, 3)).status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Withdraw().status()), "STATE_NOT_ALLOWED");
}

TEST_F(AttendanceTest, WhileExchangeIsAwayAWithdrawalWaitsForTheTick) {
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  world_.exchange.away = true;
  const auto request = Withdrawal();
  const auto withdrawn = world_.activities.WithdrawActivity(world_.emergency, request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->attendance().state(), v1::ATTENDANCE_STATE_WITHDRAWING);
  EXPECT_EQ(tick_.Step(), absl::Seconds(15));
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWING);
  const absl::Time at = world_.clock.Now();
  EXPECT_EQ(FromTimestamp(Owed()[0].withdrawn_time()), at);
  world_.clock.Advance(absl::Hours(1));
  world_.exchange.away = false;
  tick_.Step();
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
  EXPECT_EQ(FromTimestamp(Owed()[0].withdrawn_time()), at) << "when it was withdrawn, not when it was done";
  const size_t calls = world_.exchange.request_ids.size();
  tick_.Step();
  EXPECT_EQ(world_.exchange.request_ids.size(), calls) << "nothing is left";
  const auto repeated = world_.activities.WithdrawActivity(world_.emergency, request);
  EXPECT_EQ(repeated->SerializeAsString(), withdrawn->SerializeAsString());
}

TEST_F(AttendanceTest, AWithdrawalThatBrokeOffGoesOnWhereItEnded) {
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  world_.exchange.lose_answers = true;
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWING);
  world_.exchange.lose_answers = false;
  AttendanceTick replica(world_.context, world_.exchange, {.actor = "spiffe://t/service/coordination"});
  replica.Step();
  tick_.Step();
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(world_.exchange.records.at(KeyOf(1)).version(), 2) << "the same request, not another one";
}

TEST_F(AttendanceTest, ALongListIsTakenBackByPartsOfWhatExchangeTakes) {
  const auto recorded = world_.activities.CreateActivity(world_.emergency, Training(10'000'000));
  training_ = *recorded;
  ASSERT_TRUE(Publish(Part(1, 500)).ok());
  constexpr int kParts = 30;
  for (int part = 1; part < kParts; ++part) ASSERT_TRUE(Publish(Part(500 * part + 1, 500 * part + 500)).ok());
  world_.exchange.request_ids.clear();
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_EQ(world_.exchange.request_ids.size(), 4u) << "no more in the call itself";
  EXPECT_EQ(Now().attendance().withdrawn(), 2000);
  EXPECT_EQ(tick_.Step(), absl::ZeroDuration()) << "there is more";
  EXPECT_EQ(Now().attendance().withdrawn(), 12000);
  EXPECT_EQ(tick_.Step(), absl::Seconds(15));
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(world_.exchange.request_ids.size(), 30u);
}

TEST_F(AttendanceTest, WhereTheDepartmentPublishedANewerVersionItselfThatIsTakenBackToo) {
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  exchange::v1::Record own = world_.exchange.records.at(KeyOf(2));
  own.set_version(9);
  ASSERT_TRUE((*world_.exchange.Publish({own}, NewUuid(), absl::InfiniteFuture()))[0].ok());
  ASSERT_TRUE(Withdraw().ok());
  tick_.Step();
  EXPECT_THAT(Standing(), IsEmpty());
  EXPECT_EQ(world_.exchange.records.at(KeyOf(2)).version(), 10);
}

TEST_F(AttendanceTest, WhatExchangeRefusesToTakeBackKeepsNoOtherWaiting) {
  ASSERT_TRUE(Publish(Part(1, 1)).ok());
  const std::string stuck = training_.name();
  world_.exchange.refusal = absl::PermissionDeniedError("no");
  world_.exchange.refused = {stuck + "/1"};
  ASSERT_TRUE(Withdraw().ok());
  training_ = *world_.activities.CreateActivity(world_.emergency, Training(4));
  ASSERT_TRUE(Publish(Part(1, 2)).ok());
  world_.exchange.lose_answers = true;
  ASSERT_TRUE(Withdraw().ok());
  world_.exchange.lose_answers = false;
  tick_.Step();
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWN);
  training_.set_name(stuck);
  EXPECT_EQ(State(), v1::ATTENDANCE_STATE_WITHDRAWING);
}

TEST_F(AttendanceTest, RecordsCarryAsMuchOfTheReasonAsExchangeTakes) {
  ASSERT_TRUE(Publish(Part(1, 1)).ok());
  std::string reason = "第一行\n";
  for (int i = 0; i < 1990; ++i) reason += "因";
  ASSERT_TRUE(world_.activities.WithdrawActivity(world_.emergency, Withdrawal(reason)).ok());
  const std::string carried = world_.exchange.records.at(KeyOf(1)).revision_reason();
  EXPECT_EQ(CountCodePoints(carried), 500u);
  EXPECT_EQ(carried.substr(0, 13), "第一行 因") << "in one line";
  EXPECT_EQ(Now().withdraw_reason(), reason) << "here it is whole";
}

TEST_F(AttendanceTest, PeopleOfTheDepartmentInAnotherRegionPublishAndWithdrawNothing) {
  World two;
  two.source.plan.add_regions()->set_code("140500");
  const Call elsewhere = testing::As(testing::Caller(type::v1::ROLE_LIAISON, "emergency", "qian", "140500"));
  training_ = *two.activities.CreateActivity(two.emergency, Training(4));
  EXPECT_EQ(ReasonOf(two.activities.PublishAttendance(elsewhere, Part(1, 1)).status()), "NOT_OWN_REGION");
  EXPECT_EQ(ReasonOf(two.activities.WithdrawActivity(elsewhere, Withdrawal()).status()), "NOT_OWN_REGION");
  EXPECT_TRUE(two.exchange.records.empty());
  EXPECT_TRUE(two.activities.PublishAttendance(two.colleague, Part(1, 1)).ok());
}

TEST_F(AttendanceTest, TheYearSaysWhichTrainingsLackIt) {
  v1::GetActivitySummaryRequest request;
  request.set_parent(testing::kPlan);
  request.set_year(2023);
  const auto lacks = [&] {
    const auto summary = world_.activities.GetActivitySummary(world_.health, request);
    return summary->gaps(summary->gaps_size() - 1).en() == "attendance of key positions not published: 1 trainings";
  };
  EXPECT_TRUE(lacks());
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  EXPECT_FALSE(lacks());
}

}  // namespace
}  // namespace lianfang::coordination
