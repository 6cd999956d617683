// One obligation is amended, extended, filed, sent back, waived and dropped; after each step every service says what it
// makes of it. Submission's own decisions and projections make the state, so what the others read has the shape that it
// really has.
//
// The obligation is Gaoping's coal mining of 2025: first figures before 2026-01-01, final ones from then on and before
// 2026-03-01, what is sent back within five days.
#include "services/submission/domain/obligation/deadlines.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "deadlines/deadline.h"
#include "deadlines/duties.h"
#include "services/evaluation/domain/facts/reliability.h"
#include "services/evaluation/domain/outlook/lateness.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/adjustment_rules.h"
#include "services/submission/domain/obligation/amendment_rules.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/return/return_rules.h"
#include "services/submission/domain/return/sign_off_rules.h"
#include "services/submission/testing/plans.h"
#include "words/instant_words.h"

namespace lianfang {
namespace {

using submission::Shanghai;

constexpr char kCoal2025[] = "plans/gaoping-2021-2025/obligations/2025-140581-coal-mining";
constexpr int kRequest2025 = 10;  // of the six industries

// What each service says, in a line each.
struct Said {
  std::string submission;  // state, and what is awaited
  std::string mails;       // what is reminded of: the duties that are awaited
  std::string verdict;     // how far the figures can be relied on
  std::string late;        // what came late, or is overdue
  std::string next_due;    // the command line's table
};

bool operator==(const Said& a, const Said& b) {
  return a.submission == b.submission && a.mails == b.mails && a.verdict == b.verdict && a.late == b.late &&
         a.next_due == b.next_due;
}

std::ostream& operator<<(std::ostream& out, const Said& said) {
  return out << "\n  submission: " << said.submission << "\n  mails: " << said.mails << "\n  verdict: " << said.verdict
             << "\n  late: " << said.late << "\n  next due: " << said.next_due;
}

class DeadlinesGoldenTest : public testing::Test {
 protected:
  DeadlinesGoldenTest() : plan_(submission::ShippedPlan("gaoping-2021-2025")) {
    plan_.set_edition(1);
    for (auto& obligation : submission::StateObligations(plan_, Shanghai("2022-05-19 08:00"))) {
      if (obligation.name() == kCoal2025) obligation_ = std::move(obligation);
    }
  }

  void File(absl::string_view time) { File(Shanghai(time), Shanghai(time)); }

  void File(absl::Time arrival, absl::Time commit) {
    auto request = submission::Filing(kCoal2025, 2, 0, 3);
    for (const char* category : {"principals", "managers", "team-leaders"}) {
      submission::SetFigure(request, absl::StrCat(category, "-required"), 10);
      submission::SetFigure(request, absl::StrCat(category, "-trained"), 7);
    }
    const bool corrects = !filed_.name().empty();
    if (corrects) {
      request.set_supersedes(filed_.latest().revision());
      request.set_correction_reason("订正");
      request.set_etag(filed_.etag());
    }
    request.set_warning_confirmation("属实");
    submission::v1::LedgerEntry entry;
    *entry.mutable_return_filed() =
        *submission::FileReturn({plan_, obligation_, corrects ? &filed_ : nullptr, nullptr}, request,
                                submission::Someone("emergency", "liaison", "zhang-wei"), arrival);
    *entry.mutable_arrival_time() = ToTimestamp(arrival);
    Follow(std::move(entry), commit);
  }

  void Review(submission::v1::ReviewDecision decision, absl::string_view time) {
    submission::v1::ReviewReturnRequest request;
    request.set_etag(filed_.etag());
    request.mutable_review()->set_decision(decision);
    request.mutable_review()->set_reason("口径不符");
    submission::v1::LedgerEntry entry;
    *entry.mutable_return_reviewed() =
        *submission::ReviewReturn({plan_, obligation_, &filed_, nullptr}, request, submission::Office());
    Follow(std::move(entry), time);
  }
  void Withdraw(absl::string_view time) {
    submission::v1::WithdrawReturnRequest request;
    request.set_etag(filed_.etag());
    request.set_reason("报错任务");
    submission::v1::LedgerEntry entry;
    *entry.mutable_return_withdrawn() = *submission::WithdrawReturn(
        {plan_, obligation_, &filed_, nullptr}, request, submission::Someone("emergency", "liaison", "zhang-wei"));
    Follow(std::move(entry), time);
  }

  void Sign(submission::v1::SignOffDecision decision, absl::string_view time) {
    submission::v1::SignReturnRequest request;
    request.set_etag(filed_.etag());
    request.mutable_sign_off()->set_decision(decision);
    request.mutable_sign_off()->set_reason("请核对");
    submission::v1::LedgerEntry entry;
    *entry.mutable_return_signed() = *submission::SignReturn({plan_, obligation_, &filed_, nullptr}, request,
                                                             submission::Someone("emergency", "convener", "li-ming"));
    Follow(std::move(entry), time);
  }

  void SendBack(absl::string_view time) { Review(submission::v1::REVIEW_DECISION_SEND_BACK, time); }
  void Accept(absl::string_view time) { Review(submission::v1::REVIEW_DECISION_ACCEPT, time); }

  void Extend(absl::string_view time, absl::string_view until) {
    submission::v1::ExtendObligationRequest request;
    *request.mutable_due_time() = ToTimestamp(Shanghai(until));
    request.set_reason("事故调查尚未结案");
    submission::v1::LedgerEntry entry;
    *entry.mutable_obligation_adjusted() =
        *submission::ExtendObligation(plan_, obligation_, request, submission::Office(), Shanghai(time));
    Follow(std::move(entry), time);
  }

  void Waive(absl::string_view time) {
    submission::v1::WaiveObligationRequest request;
    request.set_reason("矿井已关闭");
    submission::v1::LedgerEntry entry;
    *entry.mutable_obligation_adjusted() =
        *submission::WaiveObligation(plan_, obligation_, request, submission::Office(), Shanghai(time));
    Follow(std::move(entry), time);
  }

  type::v1::DataRequest& Request() { return *plan_.mutable_data_requests(kRequest2025); }

  // The next edition of the plan, as it has been changed.
  void Amend(absl::string_view time) {
    plan_.set_edition(plan_.edition() + 1);
    const std::vector<const submission::v1::Obligation*> standing = {&obligation_};
    for (auto& obligation : submission::RestateObligations(
             {plan_, "上级调整", submission::Office().uri, Shanghai(time), /*whole=*/true}, standing)) {
      if (obligation.name() == kCoal2025) obligation_ = std::move(obligation);
    }
  }

  Said SayAt(absl::string_view time) const {
    const absl::Time now = Shanghai(time);
    return {Submission(now), Mails(now), Verdict(now), Late(now), NextDue(now)};
  }

 private:
  void Follow(submission::v1::LedgerEntry entry, absl::string_view time) { Follow(std::move(entry), Shanghai(time)); }

  void Follow(submission::v1::LedgerEntry entry, absl::Time commit) {
    entry.set_rules(submission::kStateRules);
    entry.set_sequence(filed_.latest().ledger_sequence() + 1);
    *entry.mutable_commit_time() = ToTimestamp(commit);
    const submission::Projection after =
        submission::Project(entry, {plan_, &obligation_, filed_.name().empty() ? nullptr : &filed_, {}});
    if (after.filed.has_value()) filed_ = *after.filed;
    if (!after.obligations.empty()) obligation_ = after.obligations[0];
  }

  static std::string Day(absl::Time time) {
    return time == absl::InfiniteFuture() ? "-" : DeadlineText(time, *LoadZone("Asia/Shanghai")).substr(0, 10);
  }

  std::string Submission(absl::Time now) const {
    const submission::Standing standing = submission::StandingAt(obligation_, now);
    const std::string state = submission::v1::ObligationState_Name(standing.state).substr(17);
    return absl::StrCat(state, " ", Day(standing.due));
  }

  std::string Mails(absl::Time now) const {
    std::vector<std::string> texts;
    for (const duty::v1::Duty& duty : deadlines::DutiesOf(obligation_, plan_)) {
      if (!notification::IsAwaitedAt(duty, now)) continue;
      texts.push_back(absl::StrCat(duty.occasion().empty() ? "first" : duty.occasion(), " ",
                                   Day(FromTimestamp(duty.due_time())), duty.has_sent_back_time() ? " sent back" : ""));
    }
    return texts.empty() ? "-" : absl::StrJoin(texts, ", ");
  }

  evaluation::Filings Received() const {
    evaluation::Filings filings;
    filings.Put(obligation_);
    if (!filed_.name().empty()) filings.Put(filed_);
    return filings;
  }

  std::string Verdict(absl::Time now) const {
    constexpr const char* kWords[] = {"final", "provisional", "pending", "missing", "not applicable"};
    const evaluation::Holding holding =
        evaluation::HoldingOf(Received().Find({"140581", "coal-mining", "2025"}), /*requested=*/true);
    return kWords[static_cast<int>(evaluation::ReliabilityOf(holding, now))];
  }

  std::string Late(absl::Time now) const {
    const std::vector<std::string> regions = {"140581"};
    const evaluation::Filings filings = Received();
    std::vector<std::string> texts;
    for (const auto& late : evaluation::LateFilings({plan_, regions, filings, now}, {})) {
      texts.push_back(absl::StrCat(late.edition() == submission::v1::RETURN_EDITION_FINAL ? "final " : "first ",
                                   Day(FromTimestamp(late.due_time())), late.has_met_time() ? " late" : " overdue"));
    }
    return texts.empty() ? "-" : absl::StrJoin(texts, ", ");
  }

  std::string NextDue(absl::Time now) const {
    submission::v1::Obligation answered = obligation_;
    submission::SetStanding(answered, now);
    return Day(deadlines::NextDue(answered));
  }

  type::v1::Plan plan_;
  submission::v1::Obligation obligation_;
  submission::v1::Return filed_;
};

TEST_F(DeadlinesGoldenTest, FirstAndFinalFiguresInTime) {
  EXPECT_EQ(SayAt("2025-12-05 12:00"), (Said{"OPEN 2025-12-31", "first 2025-12-31", "pending", "-", "2025-12-31"}));
  File("2025-12-10 10:00");
  EXPECT_EQ(SayAt("2025-12-11 12:00"), (Said{"MET 2026-02-28", "-", "provisional", "-", "2026-02-28"}));
  Accept("2025-12-12 10:00");
  EXPECT_EQ(SayAt("2026-01-01 00:00"), (Said{"OPEN 2026-02-28", "final 2026-02-28", "provisional", "-", "2026-02-28"}));
  EXPECT_EQ(SayAt("2026-03-01 00:00"),
            (Said{"OVERDUE 2026-02-28", "final 2026-02-28", "provisional", "final 2026-02-28 overdue", "2026-02-28"}));
  File("2026-02-20 10:00");
  Accept("2026-02-21 10:00");
  EXPECT_EQ(SayAt("2026-03-01 00:00"), (Said{"MET -", "-", "final", "-", "2025-12-31"}));
}

// Each of them waited to be committed while its due instant passed.
TEST_F(DeadlinesGoldenTest, WhatArrivedBeforeItWasDueIsInTime) {
  const auto file = [this](absl::string_view due) {
    File(Shanghai(due) - absl::Seconds(1), Shanghai(due) + absl::Seconds(3));
  };
  file("2026-01-01 00:00");
  EXPECT_EQ(SayAt("2026-01-01 00:01"), (Said{"OPEN 2026-02-28", "final 2026-02-28", "provisional", "-", "2026-02-28"}));
  file("2026-03-01 00:00");
  EXPECT_EQ(SayAt("2026-03-01 00:01"), (Said{"MET -", "-", "provisional", "-", "2025-12-31"}));
  SendBack("2026-03-02 10:00");  // owed again before 8 March
  file("2026-03-08 00:00");
  EXPECT_EQ(SayAt("2026-03-08 00:01"), (Said{"MET -", "-", "provisional", "-", "2025-12-31"}));
}

// The scorecard once said 未到期 until March.
TEST_F(DeadlinesGoldenTest, ProvisionalFiguresSentBackAreOverdueFromJanuaryOn) {
  File("2025-12-10 10:00");
  SendBack("2025-12-12 10:00");
  EXPECT_EQ(SayAt("2025-12-31 23:59"),
            (Said{"SENT_BACK 2025-12-31", "first 2025-12-31 sent back", "pending", "-", "2025-12-31"}));
  EXPECT_EQ(SayAt("2026-01-02 12:00"), (Said{"SENT_BACK 2025-12-31", "first 2025-12-31 sent back", "missing",
                                             "first 2025-12-31 overdue", "2025-12-31"}));
  File("2026-01-03 10:00");  // with final figures: late for the first ones, in time for itself
  EXPECT_EQ(SayAt("2026-03-05 12:00"), (Said{"MET_LATE -", "-", "provisional", "first 2025-12-31 late", "2025-12-31"}));
}

// Withdrawn, it is owed by its original date; nobody forgets that it stood filed until then.
TEST_F(DeadlinesGoldenTest, WhatIsWithdrawnIsOwedAgainByItsOriginalDate) {
  File("2025-12-10 10:00");
  Withdraw("2025-12-12 10:00");
  EXPECT_EQ(SayAt("2025-12-20 12:00"), (Said{"OPEN 2025-12-31", "first 2025-12-31", "pending", "-", "2025-12-31"}));
  EXPECT_EQ(SayAt("2026-01-02 12:00"),
            (Said{"OVERDUE 2025-12-31", "first 2025-12-31", "missing", "first 2025-12-31 overdue", "2025-12-31"}));
  File("2026-01-03 10:00");
  EXPECT_EQ(SayAt("2026-03-05 12:00"), (Said{"MET_LATE -", "-", "provisional", "first 2025-12-31 late", "2025-12-31"}));
}

// Filed in time and not signed yet: nobody is reminded, and the verdict is provisional.
TEST_F(DeadlinesGoldenTest, AFilingThatWaitsForItsSignatureIsFiled) {
  Request().set_needs_sign_off(true);
  File("2025-12-30 10:00");
  EXPECT_EQ(SayAt("2026-01-01 00:00"), (Said{"OPEN 2026-02-28", "final 2026-02-28", "provisional", "-", "2026-02-28"}));
  Sign(submission::v1::SIGN_OFF_DECISION_SEND_BACK, "2026-01-01 10:00");
  EXPECT_EQ(SayAt("2026-01-02 12:00"),
            (Said{"OVERDUE 2025-12-31", "first 2025-12-31", "missing", "first 2025-12-31 overdue", "2025-12-31"}));
}

// Final figures that the convener does not sign take the provisional ones with them no more than a correction would.
TEST_F(DeadlinesGoldenTest, FinalFiguresThatAreNotSignedAreOwedAlone) {
  Request().set_needs_sign_off(true);
  File("2025-12-10 10:00");
  Sign(submission::v1::SIGN_OFF_DECISION_SIGN, "2025-12-11 10:00");
  Accept("2025-12-12 10:00");
  File("2026-02-20 10:00");
  EXPECT_EQ(SayAt("2026-03-01 00:00"), (Said{"MET -", "-", "provisional", "-", "2025-12-31"}));
  Sign(submission::v1::SIGN_OFF_DECISION_SEND_BACK, "2026-03-01 10:00");
  EXPECT_EQ(SayAt("2026-03-02 12:00"),
            (Said{"OVERDUE 2026-02-28", "final 2026-02-28", "provisional", "final 2026-02-28 overdue", "2026-02-28"}));
}

TEST_F(DeadlinesGoldenTest, FinalFiguresSentBackHaveTheirTime) {
  File("2025-12-10 10:00");
  File("2026-01-05 10:00");
  SendBack("2026-01-06 10:00");
  EXPECT_EQ(SayAt("2026-01-20 12:00"),
            (Said{"SENT_BACK 2026-02-28", "final 2026-02-28 sent back", "pending", "-", "2026-02-28"}));
  EXPECT_EQ(SayAt("2026-03-01 00:00"), (Said{"SENT_BACK 2026-02-28", "final 2026-02-28 sent back", "missing",
                                             "final 2026-02-28 overdue", "2026-02-28"}));
}

TEST_F(DeadlinesGoldenTest, WhatAnswersASendBackInTimeIsInTime) {
  File("2025-12-10 10:00");
  SendBack("2026-02-26 10:00");  // owed again before 4 March
  File("2026-03-02 10:00");      // after the final figures were due
  EXPECT_EQ(SayAt("2026-03-10 12:00"), (Said{"MET -", "-", "provisional", "-", "2025-12-31"}));
}

TEST_F(DeadlinesGoldenTest, AnExtensionCountsFromWhenItWasGranted) {
  Extend("2025-12-20 10:00", "2026-01-11 00:00");
  EXPECT_EQ(SayAt("2026-01-05 12:00"), (Said{"EXTENDED 2026-01-10", "first 2026-01-10", "pending", "-", "2026-01-10"}));
  File("2026-01-12 10:00");
  EXPECT_EQ(SayAt("2026-02-01 12:00"), (Said{"MET_LATE -", "-", "provisional", "first 2026-01-10 late", "2026-01-10"}));
}

// Their lateness vanished once the date moved later, for it was judged by the date of now.
TEST_F(DeadlinesGoldenTest, AnAmendmentOfTheFinalDateMakesNothingTimely) {
  File("2025-12-10 10:00");
  File("2026-03-05 10:00");
  const Said late = {"MET_LATE -", "-", "provisional", "final 2026-02-28 late", "2025-12-31"};
  EXPECT_EQ(SayAt("2026-03-06 12:00"), late);
  Request().mutable_final_due_date()->set_month(3);
  Request().mutable_final_due_date()->set_day(31);
  Amend("2026-03-10 10:00");
  EXPECT_EQ(SayAt("2026-03-11 12:00"), late);
}

// A filing in time was `late since 1970` once no final figures were asked for any more.
TEST_F(DeadlinesGoldenTest, TheEndOfTheFinalRequestMakesNothingLate) {
  File("2025-12-10 10:00");
  File("2026-02-20 10:00");
  Request().clear_final_due_date();
  Amend("2026-03-10 10:00");
  EXPECT_EQ(SayAt("2026-03-11 12:00"), (Said{"MET -", "-", "provisional", "-", "2025-12-31"}));
}

TEST_F(DeadlinesGoldenTest, AWaiverEndsWhatIsOwedAndForgetsNothing) {
  File("2026-01-03 10:00");
  SendBack("2026-01-05 10:00");
  Waive("2026-01-06 10:00");
  EXPECT_EQ(SayAt("2026-03-11 12:00"),
            (Said{"WAIVED -", "-", "not applicable", "first 2025-12-31 late", "2026-02-28"}));
}

TEST_F(DeadlinesGoldenTest, WhatThePlanDropsIsNotOwedUntilItIsTakenUp) {
  const type::v1::DataRequest request = Request();
  Request().mutable_industries()->Clear();
  Request().add_industries("transportation");
  Amend("2025-12-05 10:00");
  EXPECT_EQ(SayAt("2026-01-02 12:00"), (Said{"WAIVED -", "-", "not applicable", "-", "2025-12-31"}));
  Request() = request;
  Amend("2026-01-03 10:00");
  EXPECT_EQ(SayAt("2026-01-04 12:00"),
            (Said{"OVERDUE 2025-12-31", "first 2025-12-31", "missing", "first 2025-12-31 overdue", "2025-12-31"}));
}

}  // namespace
}  // namespace lianfang
