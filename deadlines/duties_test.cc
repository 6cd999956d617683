// What an obligation owes in each of its states, as duties. Days are counted as in deadline_test.cc: the first figures are
// due before day 0; final ones open on day 0 and are due before day 60.
#include "deadlines/duties.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "deadlines/deadline.h"
#include "duties/duty.h"

namespace lianfang::deadlines {
namespace {

using duty::v1::Duty;
using submission::v1::Obligation;

absl::Time Day(int day) { return absl::FromUnixSeconds(1767196800) + absl::Hours(24) * day; }  // 2026-01-01 in Shanghai
google::protobuf::Timestamp Stamp(int day) { return ToTimestamp(Day(day)); }
int64_t DayOf(absl::Time time) { return absl::ToInt64Hours(time - Day(0)) / 24; }
int64_t DayOf(const google::protobuf::Timestamp& time) { return DayOf(FromTimestamp(time)); }

type::v1::Plan Plan() {
  type::v1::Plan plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: "plans/p"
        industries {
          id: "coal-mining"
          names { zh: "煤矿" en: "Coal mining" }
        }
        periods {
          id: "2025"
          names { zh: "2025年度" }
        }
        figures {
          id: "accidents"
          names { zh: "事故起数" en: "Accidents" }
        }
      )pb",
      &plan));
  return plan;
}

Obligation Owed(bool asks_for_final) {
  Obligation obligation;
  obligation.set_name("plans/p/obligations/2025-140581-coal-mining");
  obligation.set_plan_edition(3);
  obligation.set_department("emergency");
  obligation.set_acting_region("140500");
  obligation.set_region("140581");
  obligation.set_industry("coal-mining");
  obligation.set_period("2025");
  obligation.add_figures("accidents");
  obligation.add_figures("unnamed");
  *obligation.mutable_create_time() = Stamp(-40);
  *obligation.mutable_open_time() = Stamp(-30);
  *obligation.mutable_due_time() = Stamp(0);
  *obligation.mutable_original_due_time() = Stamp(0);
  if (asks_for_final) {
    *obligation.mutable_final_open_time() = Stamp(0);
    *obligation.mutable_final_due_time() = Stamp(60);
  }
  return obligation;
}

void SendBack(Obligation& obligation, int day, int due) {
  auto& send_back = *obligation.add_send_backs();
  *send_back.mutable_send_back_time() = Stamp(day);
  *send_back.mutable_due_time() = Stamp(due);
  if (obligation.has_met_time()) *send_back.mutable_previous_met_time() = obligation.met_time();
  if (obligation.has_final_met_time()) *send_back.mutable_previous_final_met_time() = obligation.final_met_time();
  obligation.clear_met_time();
  obligation.clear_final_met_time();
}

std::string StateText(const Duty& duty, int day) {
  return std::string(duty::v1::DutyState_Name(duties::StateAt(duty, Day(day))).substr(11));
}

// `first due 0 from -30, final due 60`: occasion, due day, and the stretches in which each is awaited.
std::string Text(const Obligation& obligation) {
  std::vector<std::string> texts;
  for (const Duty& duty : DutiesOf(obligation, Plan())) {
    std::string text = absl::StrCat(duty.occasion().empty() ? "first" : duty.occasion(),
                                    duty.has_sent_back_time() ? " again" : "", " due ", DayOf(duty.due_time()));
    for (const auto& span : duty.awaited_spans()) {
      absl::StrAppend(&text, " [", DayOf(span.start_time()), ",",
                      span.has_end_time() ? absl::StrCat(DayOf(span.end_time())) : "", ")");
    }
    texts.push_back(text);
  }
  return absl::StrJoin(texts, "; ");
}

std::string States(const Obligation& obligation, int day) {
  std::vector<std::string> states;
  for (const Duty& duty : DutiesOf(obligation, Plan())) states.push_back(StateText(duty, day));
  return absl::StrJoin(states, " ");
}

TEST(DutiesTest, ADutySaysEverythingThatItsReaderNeeds) {
  const Duty duty = DutiesOf(Owed(false), Plan()).at(0);
  EXPECT_EQ(duty.resource(), "plans/p/obligations/2025-140581-coal-mining");
  EXPECT_EQ(duty.occasion(), "");
  EXPECT_EQ(duty.kind().id(), "return");
  EXPECT_EQ(duty.kind().title().zh(), "报送");
  EXPECT_EQ(duty.title().zh(), "煤矿 2025年度");
  EXPECT_EQ(duty.title().en(), "Coal mining 2025年度");
  EXPECT_EQ(duty.plan(), "plans/p");
  EXPECT_EQ(duty.plan_edition(), 3);
  EXPECT_EQ(duty.department(), "emergency");
  EXPECT_EQ(duty.acting_region(), "140500");
  EXPECT_EQ(duty.role(), type::v1::ROLE_LIAISON);
  EXPECT_EQ(duty.region(), "140581");
  EXPECT_EQ(duty.industry().title().en(), "Coal mining");
  EXPECT_EQ(duty.period().title().zh(), "2025年度");
  ASSERT_EQ(duty.details_size(), 2);
  EXPECT_EQ(duty.details(0).title().zh(), "事故起数");
  EXPECT_EQ(duty.details(1).title().zh(), "unnamed");
  EXPECT_EQ(DayOf(duty.create_time()), -40);
  EXPECT_EQ(duty.state(), duty::v1::DUTY_STATE_UNSPECIFIED);
  EXPECT_FALSE(duty.action().zh().empty() || duty.action().en().empty());
}

TEST(DutiesTest, FirstFiguresFromTheirOpeningOn) {
  Obligation obligation = Owed(false);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,)");
  EXPECT_EQ(States(obligation, -31), "NOT_OPEN");
  EXPECT_EQ(States(obligation, -20), "OPEN");
  EXPECT_EQ(States(obligation, -5), "DUE_SOON");
  EXPECT_EQ(States(obligation, 0), "OVERDUE");
  *obligation.mutable_met_time() = Stamp(-3);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3)");
  EXPECT_EQ(States(obligation, -3), "MET");
  *obligation.mutable_met_time() = Stamp(0);
  EXPECT_EQ(States(obligation, 5), "MET_LATE");
}

TEST(DutiesTest, WhatIsTakenBackIsAwaitedAgain) {
  Obligation obligation = Owed(false);
  auto& taken_back = *obligation.add_taken_back();
  taken_back.set_revision(1);
  *taken_back.mutable_take_back_time() = Stamp(2);
  *taken_back.mutable_previous_met_time() = Stamp(-3);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3) [2,)");
  EXPECT_EQ(States(obligation, 3), "OVERDUE");
  *obligation.mutable_met_time() = Stamp(4);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3) [2,4)");
  EXPECT_EQ(States(obligation, 5), "MET_LATE");
}

TEST(DutiesTest, FilingThatHasClosedIsLocked) {
  Obligation obligation = Owed(false);
  *obligation.mutable_lock_time() = Stamp(20);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,20)");
  EXPECT_EQ(States(obligation, 20), "LOCKED");
}

TEST(DutiesTest, FinalFiguresAreAwaitedOnceTheFirstOnesAreIn) {
  Obligation obligation = Owed(true);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,); final due 60");
  EXPECT_EQ(States(obligation, 10), "OVERDUE NOT_OPEN");
  *obligation.mutable_met_time() = Stamp(-3);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); final due 60 [0,)");
  EXPECT_EQ(States(obligation, 10), "MET OPEN");
  *obligation.mutable_final_met_time() = Stamp(61);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); final due 60 [0,61)");
  EXPECT_EQ(States(obligation, 70), "MET MET_LATE");
}

TEST(DutiesTest, AReturnSentBackIsADutyOfItsOwn) {
  Obligation obligation = Owed(false);
  *obligation.mutable_met_time() = Stamp(-3);
  SendBack(obligation, 5, 10);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 10 [5,)");
  EXPECT_EQ(States(obligation, 6), "MET DUE_SOON");
  EXPECT_EQ(States(obligation, 10), "MET OVERDUE");
  *obligation.mutable_send_backs(0)->mutable_answer_time() = Stamp(8);
  *obligation.mutable_met_time() = Stamp(-3);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 10 [5,8)");
  EXPECT_EQ(States(obligation, 9), "MET MET");
  // Answered late, sent back once more.
  *obligation.mutable_send_backs(0)->mutable_answer_time() = Stamp(12);
  *obligation.mutable_met_time() = Stamp(12);
  SendBack(obligation, 13, 18);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 10 [5,12); first again due 18 [13,)");
  EXPECT_EQ(States(obligation, 14), "MET MET_LATE DUE_SOON");
}

TEST(DutiesTest, FinalFiguresWaitWhileProvisionalOnesAreSentBack) {
  Obligation obligation = Owed(true);
  *obligation.mutable_met_time() = Stamp(-3);
  SendBack(obligation, -2, 3);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 3 [-2,); final due 60");
  // The answer comes when filing of final figures is open, and brings them.
  *obligation.mutable_send_backs(0)->mutable_answer_time() = Stamp(2);
  *obligation.mutable_met_time() = Stamp(-3);
  *obligation.mutable_final_met_time() = Stamp(2);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 3 [-2,2); final due 60");
  EXPECT_EQ(States(obligation, 3), "MET MET MET");
  SendBack(obligation, 4, 9);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); first again due 3 [-2,2); final due 60; final again due 60 [4,)");
}

TEST(DutiesTest, AWaiverWithdrawsWhatIsNotDone) {
  Obligation obligation = Owed(true);
  *obligation.mutable_met_time() = Stamp(-3);
  *obligation.mutable_waive_time() = Stamp(10);
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-3); final due 60 [0,10)");
  EXPECT_EQ(States(obligation, 10), "MET WITHDRAWN");
}

TEST(DutiesTest, WhatThePlanTakesUpAgainIsAwaitedInTwoStretches) {
  Obligation obligation = Owed(false);
  for (const int day : {-20, -10}) {
    auto& adjustment = *obligation.add_adjustments();
    adjustment.set_kind(submission::v1::ADJUSTMENT_KIND_AMENDMENT);
    *adjustment.mutable_adjust_time() = Stamp(day);
    if (day == -10) {
      *adjustment.mutable_due_time() = Stamp(0);
      *adjustment.mutable_previous_due_time() = Stamp(0);
    }
  }
  EXPECT_EQ(Text(obligation), "first due 0 [-30,-20) [-10,)");
}

TEST(DutiesTest, AMovedDateSaysWhereItCameFrom) {
  Obligation obligation = Owed(true);
  for (const int due : {5, 9}) {
    auto& adjustment = *obligation.add_adjustments();
    adjustment.set_kind(submission::v1::ADJUSTMENT_KIND_EXTENSION);
    *adjustment.mutable_adjust_time() = Stamp(-due);
    *adjustment.mutable_previous_due_time() = obligation.due_time();
    *adjustment.mutable_due_time() = Stamp(due);
    *obligation.mutable_due_time() = Stamp(due);
  }
  const auto duties = DutiesOf(obligation, Plan());
  EXPECT_EQ(DayOf(duties[0].original_due_time()), 0);
  EXPECT_EQ(DayOf(duties[0].previous_due_time()), 5);
  EXPECT_EQ(DayOf(duties[0].due_time()), 9);
  EXPECT_EQ(duties[0].date_changes(), 2);
  EXPECT_FALSE(duties[1].has_previous_due_time());
  EXPECT_EQ(DayOf(duties[1].original_due_time()), 60);
}

TEST(DutiesTest, AMovedDateOfFinalFiguresSaysWhereItCameFrom) {
  Obligation obligation = Owed(true);
  for (const int due : {65, 70}) {
    auto& adjustment = *obligation.add_adjustments();
    adjustment.set_kind(submission::v1::ADJUSTMENT_KIND_EXTENSION);
    adjustment.set_edition(submission::v1::RETURN_EDITION_FINAL);
    *adjustment.mutable_adjust_time() = Stamp(due - 60);
    *adjustment.mutable_previous_due_time() = obligation.final_due_time();
    *adjustment.mutable_due_time() = Stamp(due);
    *obligation.mutable_final_due_time() = Stamp(due);
  }
  const auto duties = DutiesOf(obligation, Plan());
  EXPECT_EQ(DayOf(duties[1].original_due_time()), 60);
  EXPECT_EQ(DayOf(duties[1].previous_due_time()), 65);
  EXPECT_EQ(DayOf(duties[1].due_time()), 70);
}

// Lateness is judged by what was in force then: an extension that comes afterwards changes nothing.
TEST(DutiesTest, ALaterMoveMakesNothingTimely) {
  Obligation obligation = Owed(false);
  *obligation.mutable_met_time() = Stamp(2);
  auto& adjustment = *obligation.add_adjustments();
  adjustment.set_kind(submission::v1::ADJUSTMENT_KIND_AMENDMENT);
  *adjustment.mutable_adjust_time() = Stamp(4);
  *adjustment.mutable_previous_due_time() = Stamp(0);
  *adjustment.mutable_due_time() = Stamp(10);
  *obligation.mutable_due_time() = Stamp(10);
  EXPECT_TRUE(DutiesOf(obligation, Plan())[0].met_late());
}

// The duty awaited on a day is the deadline in force on it.
TEST(DutiesTest, WhatIsAwaitedIsTheDeadlineInForce) {
  Obligation obligation = Owed(true);
  *obligation.mutable_lock_time() = Stamp(20);
  *obligation.mutable_met_time() = Stamp(-3);
  SendBack(obligation, -2, 3);
  *obligation.mutable_send_backs(0)->mutable_answer_time() = Stamp(1);
  *obligation.mutable_met_time() = Stamp(-3);
  SendBack(obligation, 30, 35);
  *obligation.mutable_send_backs(1)->mutable_answer_time() = Stamp(40);
  *obligation.mutable_met_time() = Stamp(40);
  const auto duties = DutiesOf(obligation, Plan());
  for (int day = -50; day < 100; ++day) {
    const auto deadline = DeadlineAt(obligation, Day(day));
    int awaited = 0;
    for (const Duty& duty : duties) {
      if (!duties::IsAwaitedAt(duty, Day(day))) continue;
      ++awaited;
      ASSERT_TRUE(deadline.has_value()) << day;
      EXPECT_EQ(FromTimestamp(duty.due_time()), deadline->due) << day;
      EXPECT_EQ(duty.occasion() == kFinalOccasion, deadline->final_figures) << day;
    }
    EXPECT_EQ(awaited, deadline.has_value() ? 1 : 0) << day;
  }
}

}  // namespace
}  // namespace lianfang::deadlines
