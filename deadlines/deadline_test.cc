// The rule of deadlines as a table of cases. Days are counted from the day on which the first figures are due: before
// day 0 they are in time. Where there are final figures, they open on day 0 and are due before day 60.
#include "deadlines/deadline.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "deadlines/lateness.h"
#include "deadlines/standing.h"

namespace lianfang::deadlines {
namespace {

using submission::v1::Obligation;
using submission::v1::ObligationAdjustment;

absl::Time Day(int day) { return absl::FromUnixSeconds(1767196800) + absl::Hours(24) * day; }  // 2026-01-01 in Shanghai
google::protobuf::Timestamp Stamp(int day) { return ToTimestamp(Day(day)); }

// `-21`, or `never`.
std::string DayText(absl::Time time) {
  return time == absl::InfiniteFuture() ? "never" : absl::StrCat(absl::ToInt64Hours(time - Day(0)) / 24);
}

// An obligation and what happened to it, as submission projects it.
class History {
 public:
  explicit History(bool asks_for_final) {
    *obligation_.mutable_open_time() = Stamp(-30);
    *obligation_.mutable_due_time() = Stamp(0);
    *obligation_.mutable_original_due_time() = Stamp(0);
    *obligation_.mutable_grace_end_time() = Stamp(5);
    if (asks_for_final) AskForFinal();
  }

  const Obligation& obligation() const { return obligation_; }

  void File(int day) {
    if (!obligation_.has_met_time()) *obligation_.mutable_met_time() = Stamp(day);
    const bool final = obligation_.has_final_open_time() && Day(day) >= FromTimestamp(obligation_.final_open_time());
    if (final && !obligation_.has_final_met_time()) *obligation_.mutable_final_met_time() = Stamp(day);
  }
  void SendBack(int day, int due) {
    auto& send_back = *obligation_.add_send_backs();
    *send_back.mutable_send_back_time() = Stamp(day);
    *send_back.mutable_due_time() = Stamp(due);
    if (obligation_.has_met_time()) *send_back.mutable_previous_met_time() = obligation_.met_time();
    if (obligation_.has_final_met_time()) *send_back.mutable_previous_final_met_time() = obligation_.final_met_time();
    obligation_.clear_met_time();
    obligation_.clear_final_met_time();
  }
  // Of what was filed, nothing counts any more; an answer that it gave is open again.
  void TakeBack(int day) {
    auto& taken_back = *obligation_.add_taken_back();
    taken_back.set_revision(1);
    *taken_back.mutable_take_back_time() = Stamp(day);
    if (obligation_.has_met_time()) *taken_back.mutable_previous_met_time() = obligation_.met_time();
    if (obligation_.has_final_met_time()) *taken_back.mutable_previous_final_met_time() = obligation_.final_met_time();
    obligation_.clear_met_time();
    obligation_.clear_final_met_time();
    if (obligation_.send_backs().empty()) return;
    *taken_back.mutable_previous_answer_time() = obligation_.send_backs().rbegin()->answer_time();
    obligation_.mutable_send_backs()->rbegin()->clear_answer_time();
  }
  // Answered in time, the obligation is met when it had been; late, from the answer on.
  void Answer(int day, bool in_time) {
    auto& send_back = *obligation_.mutable_send_backs()->rbegin();
    *send_back.mutable_answer_time() = Stamp(day);
    if (in_time && send_back.has_previous_met_time()) *obligation_.mutable_met_time() = send_back.previous_met_time();
    if (in_time && send_back.has_previous_final_met_time()) {
      *obligation_.mutable_final_met_time() = send_back.previous_final_met_time();
    }
    File(day);
  }
  void Extend(int day, int due) {
    ObligationAdjustment& adjustment = Adjust(submission::v1::ADJUSTMENT_KIND_EXTENSION, day);
    *adjustment.mutable_previous_due_time() = obligation_.due_time();
    *adjustment.mutable_due_time() = Stamp(due);
    *obligation_.mutable_due_time() = Stamp(due);
  }
  // An amendment, which records what it moved; -1 for `due` ends the request for final figures.
  void AmendFinal(int day, int due) {
    ObligationAdjustment& adjustment = Amend(day);
    Change(adjustment, submission::v1::OBLIGATION_INSTANT_FINAL_DUE, obligation_.final_due_time(), due);
    if (due >= 0) {
      *obligation_.mutable_final_due_time() = Stamp(due);
      return;
    }
    Change(adjustment, submission::v1::OBLIGATION_INSTANT_FINAL_OPEN, obligation_.final_open_time(), due);
    obligation_.clear_final_open_time();
    obligation_.clear_final_due_time();
  }
  void AmendDue(int day, int due) {
    ObligationAdjustment& adjustment = Amend(day);
    Change(adjustment, submission::v1::OBLIGATION_INSTANT_DUE, obligation_.due_time(), due);
    *adjustment.mutable_due_time() = Stamp(due);
    *obligation_.mutable_due_time() = Stamp(due);
  }
  void Waive(int day) {
    Adjust(submission::v1::ADJUSTMENT_KIND_WAIVER, day);
    *obligation_.mutable_waive_time() = Stamp(day);
  }
  void Drop(int day) {
    Adjust(submission::v1::ADJUSTMENT_KIND_AMENDMENT, day);
    *obligation_.mutable_waive_time() = Stamp(day);
  }
  void TakeUp(int day) {
    Amend(day);
    obligation_.clear_waive_time();
  }
  // By the first rules of the ledger the end of a request for final figures left no record.
  void ForgetFinal() {
    obligation_.clear_final_open_time();
    obligation_.clear_final_due_time();
  }
  void Lock(int day) { *obligation_.mutable_lock_time() = Stamp(day); }

 private:
  void AskForFinal() {
    obligation_.set_provisional(true);
    *obligation_.mutable_final_open_time() = Stamp(0);
    *obligation_.mutable_final_due_time() = Stamp(60);
  }
  ObligationAdjustment& Adjust(submission::v1::AdjustmentKind kind, int day) {
    ObligationAdjustment& adjustment = *obligation_.add_adjustments();
    adjustment.set_kind(kind);
    *adjustment.mutable_adjust_time() = Stamp(day);
    return adjustment;
  }
  ObligationAdjustment& Amend(int day) {
    ObligationAdjustment& adjustment = Adjust(submission::v1::ADJUSTMENT_KIND_AMENDMENT, day);
    *adjustment.mutable_previous_due_time() = obligation_.due_time();
    *adjustment.mutable_due_time() = obligation_.due_time();
    return adjustment;
  }
  static void Change(ObligationAdjustment& adjustment, submission::v1::ObligationInstant instant,
                     const google::protobuf::Timestamp& previous, int day) {
    auto& change = *adjustment.add_instants();
    change.set_instant(instant);
    *change.mutable_previous_time() = previous;
    if (day >= 0) *change.mutable_time() = Stamp(day);
  }

  Obligation obligation_;
};

// `final due 60`, `first due 8 sent back`; empty where nothing is owed.
std::string OwedText(const Obligation& obligation, int day) {
  const auto deadline = DeadlineAt(obligation, Day(day));
  if (!deadline) return "";
  return absl::StrCat(deadline->final_figures ? "final" : "first", " due ", DayText(deadline->due),
                      deadline->sent_back ? " sent back" : "");
}

// `first due 0 met -3 in time, final due 60 overdue`; what is not owed yet is not named.
std::string FiledText(const Obligation& obligation, int day) {
  constexpr const char* kWords[] = {"not owed", "in time", "late", "overdue", "waived"};
  std::vector<std::string> texts;
  for (const FiledEdition& each : EditionsAt(obligation, Day(day))) {
    if (each.punctuality == Punctuality::kNotOwed) continue;
    texts.push_back(absl::StrCat(each.final_figures ? "final" : "first", " due ", DayText(each.due),
                                 each.met ? absl::StrCat(" met ", DayText(*each.met)) : "", " ",
                                 kWords[static_cast<int>(each.punctuality)], each.by_extension ? " by extension" : "",
                                 each.sent_back ? ", sent back" : ""));
  }
  return absl::StrJoin(texts, "; ");
}

struct Case {
  const char* name;
  bool asks_for_final;
  std::function<void(History&)> happened;
  int day;            // asked about
  const char* owed;   // by DeadlineAt
  const char* filed;  // by EditionsAt
  submission::v1::ObligationState state;
};

const Case kCases[] = {
    {"NotOpen", false, [](History&) {}, -31, "", "", submission::v1::OBLIGATION_STATE_NOT_OPEN},
    {"Open", false, [](History&) {}, -30, "first due 0", "", submission::v1::OBLIGATION_STATE_OPEN},
    {"OverdueFromTheDueInstantOn", false, [](History&) {}, 0, "first due 0", "first due 0 overdue",
     submission::v1::OBLIGATION_STATE_OVERDUE},
    {"InTime", false, [](History& h) { h.File(-1); }, 90, "", "first due 0 met -1 in time",
     submission::v1::OBLIGATION_STATE_MET},
    {"LateAtTheDueInstant", false, [](History& h) { h.File(0); }, 90, "", "first due 0 met 0 late",
     submission::v1::OBLIGATION_STATE_MET_LATE},
    {"LockedIsOverdueAndNotRemindedOf", false, [](History& h) { h.Lock(10); }, 10, "", "first due 0 overdue",
     submission::v1::OBLIGATION_STATE_LOCKED},

    {"FinalOwedOnceTheFirstAreIn", true, [](History& h) { h.File(-1); }, 0, "final due 60",
     "first due 0 met -1 in time", submission::v1::OBLIGATION_STATE_OPEN},
    {"FinalOverdue", true, [](History& h) { h.File(-1); }, 60, "final due 60",
     "first due 0 met -1 in time; final due 60 overdue", submission::v1::OBLIGATION_STATE_OVERDUE},
    {"NeverFiledGetsNoMoreTimeFromTheFinalOnes", true, [](History&) {}, 30, "first due 0", "first due 0 overdue",
     submission::v1::OBLIGATION_STATE_OVERDUE},
    {"OneLateFilingOfBothIsLateAndInTime", true, [](History& h) { h.File(10); }, 90, "",
     "first due 0 met 10 late; final due 60 met 10 in time", submission::v1::OBLIGATION_STATE_MET_LATE},

    // Gaoping 2025: filed on 10 December, sent back on the 12th, nothing filed again.
    {"ProvisionalSentBackIsOverdueFromTheFirstDueInstant", true,
     [](History& h) {
       h.File(-22);
       h.SendBack(-20, -14);
     },
     1, "first due 0 sent back", "first due 0 overdue, sent back", submission::v1::OBLIGATION_STATE_SENT_BACK},
    {"FinalSentBackHasTheTimeOfTheFinalOnes", true,
     [](History& h) {
       h.File(-1);
       h.File(5);
       h.SendBack(6, 12);
     },
     30, "final due 60 sent back", "first due 0 met -1 in time; final due 60 met 5 in time, sent back",
     submission::v1::OBLIGATION_STATE_SENT_BACK},
    {"AnOverdueSendBackHidesNoOtherLateness", true,
     [](History& h) {
       h.File(2);
       h.SendBack(58, 64);
     },
     64, "final due 64 sent back", "first due 0 met 2 late; final due 64 overdue, sent back",
     submission::v1::OBLIGATION_STATE_SENT_BACK},
    {"AnsweredInTimeCountsFromTheFirstFiling", false,
     [](History& h) {
       h.File(-1);
       h.SendBack(3, 9);
       h.Answer(8, /*in_time=*/true);
     },
     90, "", "first due 0 met -1 in time", submission::v1::OBLIGATION_STATE_MET},
    {"AnsweredLateIsLateByTheSendBack", false,
     [](History& h) {
       h.File(-1);
       h.SendBack(3, 9);
       h.Answer(9, /*in_time=*/false);
     },
     90, "", "first due 9 met 9 late", submission::v1::OBLIGATION_STATE_MET_LATE},
    {"FinalFiguresThatAnswerASendBackInTimeAreInTime", true,
     [](History& h) {
       h.File(-1);
       h.SendBack(58, 64);
       h.Answer(62, /*in_time=*/true);
     },
     90, "", "first due 0 met -1 in time; final due 64 met 62 in time", submission::v1::OBLIGATION_STATE_MET},

    {"TakenBackIsOwedByTheOriginalDate", false,
     [](History& h) {
       h.File(-5);
       h.TakeBack(2);
     },
     3, "first due 0", "first due 0 overdue", submission::v1::OBLIGATION_STATE_OVERDUE},
    {"TakenBackLaterItStoodMetBefore", false,
     [](History& h) {
       h.File(-5);
       h.TakeBack(2);
     },
     1, "", "first due 0 met -5 in time", submission::v1::OBLIGATION_STATE_MET},
    {"FiledAnewAfterTheDateIsLate", false,
     [](History& h) {
       h.File(-5);
       h.TakeBack(-2);
       h.File(4);
     },
     90, "", "first due 0 met 4 late", submission::v1::OBLIGATION_STATE_MET_LATE},
    {"FinalFiguresTakenBackWithTheFirst", true,
     [](History& h) {
       h.File(-5);
       h.File(3);
       h.TakeBack(5);
     },
     6, "first due 0", "first due 0 overdue", submission::v1::OBLIGATION_STATE_OVERDUE},
    {"AnAnswerTakenBackLeavesTheSendBackOpen", false,
     [](History& h) {
       h.File(-1);
       h.SendBack(3, 9);
       h.Answer(5, /*in_time=*/true);
       h.TakeBack(6);
     },
     7, "first due 9 sent back", "first due 0 met -1 in time, sent back", submission::v1::OBLIGATION_STATE_SENT_BACK},
    {"BeforeItWasTakenBackTheAnswerStood", false,
     [](History& h) {
       h.File(-1);
       h.SendBack(3, 9);
       h.Answer(5, /*in_time=*/true);
       h.TakeBack(20);
     },
     10, "", "first due 0 met -1 in time", submission::v1::OBLIGATION_STATE_MET},

    {"ExtendedBeforeItWasFiled", false,
     [](History& h) {
       h.Extend(-5, 10);
       h.File(4);
     },
     90, "", "first due 10 met 4 in time by extension", submission::v1::OBLIGATION_STATE_MET},
    {"ExtendedTooLate", false,
     [](History& h) {
       h.File(4);
       h.Extend(5, 10);
     },
     90, "", "first due 0 met 4 late", submission::v1::OBLIGATION_STATE_MET_LATE},
    {"AnAmendmentForwardMakesNothingTimely", false,
     [](History& h) {
       h.File(4);
       h.AmendDue(5, 10);
     },
     90, "", "first due 0 met 4 late", submission::v1::OBLIGATION_STATE_MET_LATE},
    {"AnAmendmentBackMakesNothingLate", false,
     [](History& h) {
       h.Extend(-5, 10);
       h.File(3);
       h.AmendDue(5, 2);
     },
     90, "", "first due 10 met 3 in time by extension", submission::v1::OBLIGATION_STATE_MET},
    {"LateFinalFiguresStayLateWhenTheirDateMovesLaterAfterwards", true,
     [](History& h) {
       h.File(-1);
       h.File(61);
       h.AmendFinal(70, 80);
     },
     90, "", "first due 0 met -1 in time; final due 60 met 61 late", submission::v1::OBLIGATION_STATE_MET_LATE},
    {"TimelyFinalFiguresStayTimelyWhenTheyAreAskedForNoMore", true,
     [](History& h) {
       h.File(-1);
       h.File(59);
       h.AmendFinal(70, -1);
     },
     90, "", "first due 0 met -1 in time; final due 60 met 59 in time", submission::v1::OBLIGATION_STATE_MET},
    {"NothingIsLateByADateThatIsNotOnRecord", true,
     [](History& h) {
       h.File(-1);
       h.File(59);
       h.ForgetFinal();
     },
     90, "", "first due 0 met -1 in time; final due never met 59 in time", submission::v1::OBLIGATION_STATE_MET},

    {"WaivedIsNeverOverdue", false, [](History& h) { h.Waive(5); }, 6, "", "first due 0 waived",
     submission::v1::OBLIGATION_STATE_WAIVED},
    {"OverdueUntilItWasWaived", false, [](History& h) { h.Waive(5); }, 4, "first due 0", "first due 0 overdue",
     submission::v1::OBLIGATION_STATE_OVERDUE},
    {"WaivingForgetsNothing", true,
     [](History& h) {
       h.File(2);
       h.Waive(30);
     },
     90, "", "first due 0 met 2 late; final due 60 met 2 in time", submission::v1::OBLIGATION_STATE_WAIVED},
    {"FinalFiguresAloneAreWaived", true,
     [](History& h) {
       h.File(-1);
       h.Waive(30);
     },
     90, "", "first due 0 met -1 in time; final due 60 waived", submission::v1::OBLIGATION_STATE_WAIVED},
    {"DroppedByAnAmendment", false,
     [](History& h) {
       h.Drop(-5);
       h.TakeUp(-2);
     },
     -4, "", "first due 0 waived", submission::v1::OBLIGATION_STATE_WAIVED},
    {"TakenUpAgain", false,
     [](History& h) {
       h.Drop(-5);
       h.TakeUp(-2);
     },
     -2, "first due 0", "", submission::v1::OBLIGATION_STATE_DUE_SOON},
};

class DeadlineRuleTest : public testing::TestWithParam<Case> {};

TEST_P(DeadlineRuleTest, SaysWhatIsOwedAndWhatWasLate) {
  const Case& expected = GetParam();
  History history(expected.asks_for_final);
  expected.happened(history);
  EXPECT_EQ(OwedText(history.obligation(), expected.day), expected.owed);
  EXPECT_EQ(FiledText(history.obligation(), expected.day), expected.filed);
  EXPECT_EQ(StandingAt(history.obligation(), Day(expected.day)).state, expected.state);
}

INSTANTIATE_TEST_SUITE_P(Cases, DeadlineRuleTest, testing::ValuesIn(kCases),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(DeadlineTest, AFilingIsJudgedByWhatItAnswers) {
  History history(/*asks_for_final=*/true);
  EXPECT_EQ(DayText(JudgeFiling(history.obligation(), Day(10)).due), "0");  // never filed
  EXPECT_TRUE(JudgeFiling(history.obligation(), Day(10)).final);
  history.File(-1);
  EXPECT_EQ(DayText(JudgeFiling(history.obligation(), Day(10)).due), "60");
  history.SendBack(2, 8);
  EXPECT_EQ(DayText(JudgeFiling(history.obligation(), Day(10)).due), "8");
}

// What is adjusted between the arrival of a filing and its commit does not judge it.
TEST(DeadlineTest, AFilingIsJudgedByTheDatesOfWhenItArrived) {
  History extended(/*asks_for_final=*/false);
  extended.Extend(2, 10);
  EXPECT_EQ(DayText(JudgeFiling(extended.obligation(), Day(1)).due), "0");
  EXPECT_EQ(DayText(JudgeFiling(extended.obligation(), Day(2)).due), "10");
  History amended(/*asks_for_final=*/false);
  amended.AmendDue(-2, -5);
  EXPECT_EQ(DayText(JudgeFiling(amended.obligation(), Day(-3)).due), "0");
}

TEST(DeadlineTest, AnAnswerToASendBackIsNotFiledBeforeIt) {
  History history(/*asks_for_final=*/false);
  EXPECT_EQ(FilingTime(history.obligation(), Day(-3)), Day(-3));
  history.File(-3);
  history.SendBack(-1, 5);
  EXPECT_EQ(FilingTime(history.obligation(), Day(-2)), Day(-1));
  EXPECT_EQ(FilingTime(history.obligation(), Day(1)), Day(1));
}

TEST(DeadlineTest, WhatReplacesAFilingIsNotFiledBeforeThatWasTakenBack) {
  History history(/*asks_for_final=*/false);
  history.File(-3);
  history.TakeBack(-1);
  EXPECT_EQ(FilingTime(history.obligation(), Day(-2)), Day(-1));
  EXPECT_EQ(FilingTime(history.obligation(), Day(1)), Day(1));
}

TEST(DeadlineTest, TablesShowADateAlsoWhereNothingIsAwaited) {
  History history(/*asks_for_final=*/false);
  history.File(-1);
  EXPECT_EQ(DayText(NextDue(history.obligation())), "0");
  history.SendBack(2, 8);
  EXPECT_EQ(DayText(NextDue(history.obligation())), "8");
}

TEST(DeadlineTest, TheDueDayIsTheLastOneInTime) {
  const absl::TimeZone zone = *LoadZone("Asia/Shanghai");
  EXPECT_EQ(DueDay({.due = Day(0)}, zone), absl::CivilDay(2025, 12, 31));
}

}  // namespace
}  // namespace lianfang::deadlines
