// The steps of a project: every transition of the table walked, every other refused, and what each step asks for.
#include "services/fund/domain/project/project_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/project/step_table.h"
#include "services/fund/domain/provider/provider_rules.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

using ::testing::HasSubstr;
using testing::Person;
using testing::Step;
using testing::StepWithDocument;
using testing::Told;
using testing::Walk;

// A step of each kind that is right in itself where the state allows it.
std::map<v1::ProjectStepKind, v1::ProjectStep> SoundSteps() {
  v1::ProjectStep revision;
  *revision.mutable_revision()->mutable_proposal() = testing::SampleProposal();
  const std::string day = " { year: 2026 month: 6 day: 1 } ";
  const std::string note = "note: \"说明\" documents " + testing::DocumentText("纪要") + " ";
  const auto acceptance = [&](const std::string& result, const std::string& more) {
    return Step(note + "acceptance { result: ACCEPTANCE_RESULT_" + result +
                " engagement: \"engagements/accept\" accept_date" + day + more + "}");
  };
  Walk contracted;
  contracted.Contracted();
  v1::ProjectStep contract = contracted.project().events(contracted.project().events_size() - 1).step();
  return {
      {v1::PROJECT_STEP_KIND_REVISE, revision},
      {v1::PROJECT_STEP_KIND_WITHDRAW, Step(note + "withdrawal {}")},
      {v1::PROJECT_STEP_KIND_ASSIGN_PANEL, Step("panel { engagement: \"engagements/review\" }")},
      {v1::PROJECT_STEP_KIND_PASS_REVIEW,
       Step(note + "review { votes_for: 2 votes_against: 1 amount { currency_code: \"CNY\" units: 40000 } }")},
      {v1::PROJECT_STEP_KIND_FAIL_REVIEW, Step(note + "review { votes_for: 1 votes_against: 2 }")},
      {v1::PROJECT_STEP_KIND_APPROVE,
       Step(note + "decision { approve: true amount { currency_code: \"CNY\" units: 36000 } }")},
      {v1::PROJECT_STEP_KIND_REJECT, Step(note + "decision {}")},
      {v1::PROJECT_STEP_KIND_CONTRACT, contract},
      {v1::PROJECT_STEP_KIND_PAY_ADVANCE,
       Step("advance { amount { currency_code: \"CNY\" units: 20000 } voucher: \"1\" pay_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_START, StepWithDocument("start { start_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_REACH_MILESTONE, Step("milestone { milestone: \"half\" done_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_VISIT, Step("visit { finding: \"正常\" visit_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_COMPLETE, StepWithDocument("completion { complete_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_ACCEPT, acceptance("PASSED", "")},
      {v1::PROJECT_STEP_KIND_SEND_BACK, acceptance("SENT_BACK", "rectify_by_date { year: 2026 month: 6 day: 30 }")},
      {v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE, acceptance("FAILED", "")},
      {v1::PROJECT_STEP_KIND_SETTLE,
       Step(note + "settlement { amount { currency_code: \"CNY\" units: 35000 } voucher: \"2\" pay_date" + day + "}")},
      {v1::PROJECT_STEP_KIND_TERMINATE, Step(note + "termination {}")},
  };
}

// A project in each state, got there by steps.
std::map<v1::ProjectState, std::function<void(Walk&)>> Ways() {
  static const auto& steps = *new std::map<v1::ProjectStepKind, v1::ProjectStep>(SoundSteps());
  const auto then = [](void (*before)(Walk&), v1::ProjectStepKind kind) {
    return [before, kind](Walk& walk) {
      before(walk);
      walk.Take(steps.at(kind));
    };
  };
  return {
      {v1::PROJECT_STATE_PROPOSED, [](Walk&) {}},
      {v1::PROJECT_STATE_REVIEWING, [](Walk& walk) { walk.Take(Step("panel { engagement: \"engagements/first\" }")); }},
      {v1::PROJECT_STATE_REVIEWED, [](Walk& walk) { walk.Reviewed(); }},
      {v1::PROJECT_STATE_REVIEW_FAILED,
       then([](Walk& walk) { walk.Take(steps.at(v1::PROJECT_STEP_KIND_ASSIGN_PANEL)); },
            v1::PROJECT_STEP_KIND_FAIL_REVIEW)},
      {v1::PROJECT_STATE_APPROVED, [](Walk& walk) { walk.Approved(); }},
      {v1::PROJECT_STATE_CONTRACTED, [](Walk& walk) { walk.Contracted(); }},
      {v1::PROJECT_STATE_RUNNING, [](Walk& walk) { walk.Running(); }},
      {v1::PROJECT_STATE_COMPLETED, [](Walk& walk) { walk.Completed(); }},
      {v1::PROJECT_STATE_ACCEPTED, [](Walk& walk) { walk.Accepted(); }},
      {v1::PROJECT_STATE_SETTLED, then([](Walk& walk) { walk.Accepted(); }, v1::PROJECT_STEP_KIND_SETTLE)},
      {v1::PROJECT_STATE_REJECTED, then([](Walk& walk) { walk.Reviewed(); }, v1::PROJECT_STEP_KIND_REJECT)},
      {v1::PROJECT_STATE_WITHDRAWN, then([](Walk&) {}, v1::PROJECT_STEP_KIND_WITHDRAW)},
      {v1::PROJECT_STATE_ACCEPTANCE_FAILED,
       then([](Walk& walk) { walk.Completed(); }, v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE)},
      {v1::PROJECT_STATE_TERMINATED, then([](Walk& walk) { walk.Approved(); }, v1::PROJECT_STEP_KIND_TERMINATE)},
  };
}

// A project in that state, and what the step asks for beside it: all milestones before the completion.
Walk ReadyFor(v1::ProjectState state, v1::ProjectStepKind kind) {
  Walk walk;
  Ways().at(state)(walk);
  if (state == v1::PROJECT_STATE_RUNNING && kind == v1::PROJECT_STEP_KIND_COMPLETE) {
    walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE));
  }
  return walk;
}

TEST(ProjectStepTest, TheTableIsWalkedAndEveryOtherStepIsRefused) {
  const auto steps = SoundSteps();
  const auto ways = Ways();
  ASSERT_EQ(static_cast<int>(ways.size()) + 1, v1::ProjectState_descriptor()->value_count());
  ASSERT_EQ(static_cast<int>(steps.size()) + 2, v1::ProjectStepKind_descriptor()->value_count());
  for (const auto& [state, way] : ways) {
    for (const auto& [kind, step] : steps) {
      SCOPED_TRACE(v1::ProjectState_Name(state) + " " + v1::ProjectStepKind_Name(kind));
      Walk walk = ReadyFor(state, kind);
      ASSERT_EQ(walk.project().state(), state);
      const v1::Project before = walk.project();
      const absl::Status taken = walk.Try(step);
      const StepRule* rule = FindStep(state, kind);
      if (rule == nullptr) {
        EXPECT_EQ(Told(taken), "STATE_NOT_ALLOWED");
        EXPECT_EQ(walk.project().SerializeAsString(), before.SerializeAsString()) << "a refused step leaves nothing";
        continue;
      }
      ASSERT_TRUE(taken.ok()) << taken;
      EXPECT_EQ(walk.project().state(), rule->to);
      EXPECT_EQ(walk.project().events_size(), before.events_size() + 1);
      EXPECT_EQ(walk.project().events(before.events_size()).kind(), kind);
      EXPECT_EQ(walk.project().events(before.events_size()).state(), rule->to);
      EXPECT_EQ(walk.project().events(before.events_size()).actor(), walk.caller.uri);
    }
  }
}

TEST(ProjectStepTest, WhoTakesAStepIsTheTables) {
  for (const StepRule& rule : StepTable()) {
    SCOPED_TRACE(v1::ProjectState_Name(rule.from) + " " + v1::ProjectStepKind_Name(rule.kind));
    const auto by = [&](const Identity& caller) {
      Walk walk = ReadyFor(rule.from, rule.kind);
      walk.caller = caller;
      return walk.Try(SoundSteps().at(rule.kind)).ok();
    };
    EXPECT_TRUE(by(Person(type::v1::ROLE_OFFICE, "hrss")));
    EXPECT_EQ(by(Person(type::v1::ROLE_LIAISON, "emergency")), rule.by != StepBy::kOffice);
    EXPECT_EQ(by(Person(type::v1::ROLE_LIAISON, "housing")), rule.by == StepBy::kAnybody);
    EXPECT_FALSE(by(Person(type::v1::ROLE_LIAISON, "market"))) << "no department of the plan";
    EXPECT_FALSE(by(Person(type::v1::ROLE_OFFICE, "hrss", "140582"))) << "another region's office";
  }
}

TEST(ProjectStepTest, MoneyIsBoundFromTheApprovalAndExactToTheEnd) {
  Walk walk;
  walk.Contracted();
  EXPECT_EQ(SpentBy(walk.project()).committed, 3600000);
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_PAY_ADVANCE));
  EXPECT_EQ(SpentBy(walk.project()).paid, 2000000);
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_PAY_ADVANCE))), "ADVANCE_PAID");
  Walk ended = walk;
  ended.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_TERMINATE));
  EXPECT_EQ(SpentBy(ended.project()).committed, 2000000) << "what was paid stays bound";
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_START));
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE));
  walk.caller = Person(type::v1::ROLE_LIAISON, "emergency");
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_COMPLETE));
  walk.caller = Person(type::v1::ROLE_OFFICE, "hrss");
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_ACCEPT));
  v1::ProjectStep settle = SoundSteps().at(v1::PROJECT_STEP_KIND_SETTLE);
  *settle.mutable_settlement()->mutable_amount() = MoneyOf(1999999);
  EXPECT_EQ(Told(walk.Try(settle)), "step.settlement.amount") << "less than the advance";
  *settle.mutable_settlement()->mutable_amount() = MoneyOf(3500001);
  EXPECT_EQ(Told(walk.Try(settle)), "step.settlement.amount") << "a fen more than the contract";
  *settle.mutable_settlement()->mutable_amount() = MoneyOf(3499999);
  walk.Take(settle);
  EXPECT_EQ(walk.project().committed().units(), 34999);
  EXPECT_EQ(walk.project().committed().nanos(), 990000000);
}

TEST(ProjectStepTest, AnApprovalNeedsRoomInTheBudget) {
  Walk walk;
  walk.Reviewed();
  walk.sums["training"].committed = 3400001;  // 36,000 would be a fen too much of 70,000
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_APPROVE))), "BUDGET_EXCEEDED");
  walk.sums["training"].committed = 3400000;
  EXPECT_TRUE(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_APPROVE)).ok());
}

TEST(ProjectStepTest, AProjectStaysSmallEnoughToBeAnswered) {
  Walk walk;
  v1::ProjectStep visit = SoundSteps().at(v1::PROJECT_STEP_KIND_VISIT);
  visit.mutable_visit()->set_finding(std::string(2000, 'x'));
  int visits = 0;
  while (visits < kMostSteps && walk.Try(visit).ok()) ++visits;
  EXPECT_LE(walk.project().ByteSizeLong(), kMostProjectBytes + 1024);
  EXPECT_GT(visits, 100);
  EXPECT_EQ(Told(walk.Try(visit)), "TOO_MANY_STEPS");
}

TEST(ProjectStepTest, NobodyDecidesOnWhatHeProposed) {
  Walk walk;
  walk.project().set_creator(Person(type::v1::ROLE_LIAISON, "hrss").uri);
  walk.Reviewed();
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_APPROVE))), "FOUR_EYES");
}

TEST(ProjectStepTest, NobodyDecidesOnWhatHeRevised) {
  Walk walk;
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REVISE)).Reviewed();
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_APPROVE))), "FOUR_EYES");
}

constexpr char kOtherCode[] = "91140581MA00000015";

// What is changed of a sound step, and which field is then at fault.
struct Fault {
  v1::ProjectState state;
  v1::ProjectStepKind kind;
  std::function<void(Walk&, v1::ProjectStep&)> spoil;
  std::string field;
};

const std::vector<Fault>& Faults() {
  using S = v1::ProjectStep;
  static const auto& faults = *new std::vector<Fault>{
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL, [](Walk& w, S&) { w.panel.reset(); },
       "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
       [](Walk& w, S&) { w.panel->reviews_projects = false; }, "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
       [](Walk& w, S&) { w.panel->plan = "plans/other"; }, "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
       [](Walk& w, S&) { w.panel->matter = "projects/another"; }, "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
       [](Walk& w, S&) { w.project().mutable_proposal()->mutable_applicant()->set_credit_code(kOtherCode); },
       "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
       [](Walk& w, S&) { w.panel->end_time -= absl::Seconds(1); }, "step.panel.engagement"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_WITHDRAW, [](Walk&, S& s) { s.clear_note(); }, "step.note"},
      {v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_REVISE,
       [](Walk&, S& s) { s.mutable_revision()->mutable_proposal()->set_department("housing"); },
       "step.revision.proposal.department"},
      {v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW, [](Walk& w, S&) { w.panel->held = false; },
       "step.review"},
      {v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW, [](Walk&, S& s) { s.clear_documents(); },
       "step.documents"},
      {v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW,
       [](Walk&, S& s) { s.mutable_review()->set_votes_for(3); }, "step.review.votes_for"},
      {v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW,
       [](Walk&, S& s) { s.mutable_review()->mutable_amount()->set_units(40001); }, "step.review.amount"},
      {v1::PROJECT_STATE_REVIEWED, v1::PROJECT_STEP_KIND_APPROVE,
       [](Walk&, S& s) { s.mutable_decision()->mutable_amount()->set_units(40001); }, "step.decision.amount"},
      {v1::PROJECT_STATE_REVIEWED, v1::PROJECT_STEP_KIND_APPROVE,
       [](Walk&, S& s) { s.mutable_decision()->mutable_amount()->set_nanos(5000000); }, "step.decision.amount"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT, [](Walk& w, S&) { w.provider.reset(); },
       "step.contract.contract.provider"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->mutable_start_date()->set_year(9999); },
       "step.contract.contract.start_date"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->mutable_sign_date()->set_day(2); },
       "step.contract.contract.sign_date"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->mutable_sign_date()->set_month(5); },
       "step.contract.contract.sign_date"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->set_procurement_way("open-tender"); },
       "step.contract.contract.procurement_way"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->mutable_amount()->set_units(36001); },
       "step.contract.contract.amount"},
      {v1::PROJECT_STATE_APPROVED, v1::PROJECT_STEP_KIND_CONTRACT,
       [](Walk&, S& s) { s.mutable_contract()->mutable_contract()->mutable_end_date()->set_year(2028); },
       "step.contract.contract.end_date"},
      {v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_PAY_ADVANCE,
       [](Walk&, S& s) { *s.mutable_advance()->mutable_amount() = MoneyOf(2450001); }, "step.advance.amount"},
      {v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_PAY_ADVANCE,
       [](Walk&, S& s) { *s.mutable_advance()->mutable_amount() = MoneyOf(1049999); }, "step.advance.amount"},
      {v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_PAY_ADVANCE,
       [](Walk&, S& s) { s.mutable_advance()->clear_voucher(); }, "step.advance.voucher"},
      {v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_PAY_ADVANCE,
       [](Walk&, S& s) { s.mutable_advance()->mutable_pay_date()->set_day(2); }, "step.advance.pay_date"},
      {v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_START, [](Walk&, S& s) { s.clear_documents(); },
       "step.documents"},
      {v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_TERMINATE, [](Walk&, S& s) { s.clear_documents(); },
       "step.documents"},
      {v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_COMPLETE, [](Walk&, S& s) { s.clear_documents(); },
       "step.documents"},
      {v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_COMPLETE,
       [](Walk&, S& s) { s.mutable_completion()->mutable_complete_date()->set_month(5); },
       "step.completion.complete_date"},
      {v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_REACH_MILESTONE,
       [](Walk&, S& s) { s.mutable_milestone()->mutable_done_date()->set_month(5); }, "step.milestone.done_date"},
      {v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_REACH_MILESTONE,
       [](Walk&, S& s) { s.mutable_milestone()->set_milestone("none"); }, "step.milestone.milestone"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk&, S& s) { s.mutable_acceptance()->mutable_accept_date()->set_month(5); }, "step.acceptance.accept_date"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk& w, S&) { w.panel->matter = "projects/another"; }, "step.acceptance.engagement"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT, [](Walk& w, S&) { w.panel->parties.clear(); },
       "step.acceptance.engagement"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk& w, S&) { w.project().mutable_proposal()->mutable_applicant()->set_credit_code(kOtherCode); },
       "step.acceptance.engagement"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk& w, S&) { w.panel->end_time -= absl::Seconds(1); }, "step.acceptance.engagement"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk& w, S& s) {
         w.project().mutable_proposal()->mutable_applicant()->set_credit_code(kOtherCode);
         w.provider = testing::SampleProvider(testing::kOtherProvider);
         s.mutable_acceptance()->set_third_party(testing::kOtherProvider);
       },
       "step.acceptance.third_party"},
      {v1::PROJECT_STATE_ACCEPTED, v1::PROJECT_STEP_KIND_SETTLE,
       [](Walk&, S& s) { s.mutable_settlement()->mutable_pay_date()->set_month(5); }, "step.settlement.pay_date"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT, [](Walk& w, S&) { w.panel->held = false; },
       "step.acceptance.engagement"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk&, S& s) { s.mutable_acceptance()->clear_engagement(); }, "step.acceptance"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
       [](Walk&, S& s) { s.mutable_acceptance()->set_third_party(testing::kProvider); }, "step.acceptance.third_party"},
      {v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_SEND_BACK,
       [](Walk&, S& s) { s.mutable_acceptance()->mutable_rectify_by_date()->set_day(1); },
       "step.acceptance.rectify_by_date"},
  };
  return faults;
}

TEST(ProjectStepTest, APanelThatWasDrawnForTheProjectReviewsIt) {
  Walk walk;
  ASSERT_NE(walk.project().name(), "");
  walk.panel->matter = walk.project().name();
  EXPECT_TRUE(walk.Try(Step("panel { engagement: \"engagements/review\" }")).ok());
}

TEST(ProjectStepTest, EachFaultNamesItsField) {
  for (const Fault& fault : Faults()) {
    Walk walk;
    Ways().at(fault.state)(walk);
    v1::ProjectStep step = SoundSteps().at(fault.kind);
    fault.spoil(walk, step);
    const absl::Status status = walk.Try(step);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(Told(status), fault.field) << v1::ProjectStepKind_Name(fault.kind) << ": " << status;
  }
}

// Bounds themselves are allowed: 30 % and 70 % of 35,000.
TEST(ProjectStepTest, AnAdvanceMayReachItsBounds) {
  for (const int64_t fen : {1050000, 2450000}) {
    Walk walk;
    walk.Contracted();
    v1::ProjectStep step = SoundSteps().at(v1::PROJECT_STEP_KIND_PAY_ADVANCE);
    *step.mutable_advance()->mutable_amount() = MoneyOf(fen);
    EXPECT_TRUE(walk.Try(step).ok()) << fen;
  }
}

TEST(ProjectStepTest, AnAdvanceOverItsBoundIsRefusedToTheFen) {
  Walk walk;
  walk.Contracted();
  v1::ProjectStep step = SoundSteps().at(v1::PROJECT_STEP_KIND_PAY_ADVANCE);
  *step.mutable_advance()->mutable_amount() = MoneyOf(2450001);
  EXPECT_EQ(Told(walk.Try(step)), "step.advance.amount");
}

TEST(ProjectStepTest, NothingIsAcceptedWithoutThePanelsResult) {
  Walk walk;
  Ways().at(v1::PROJECT_STATE_COMPLETED)(walk);
  v1::ProjectStep step = SoundSteps().at(v1::PROJECT_STEP_KIND_ACCEPT);
  step.mutable_acceptance()->clear_engagement();
  EXPECT_EQ(Told(walk.Try(step)), "step.acceptance") << "neither a panel nor a third party";
  step = SoundSteps().at(v1::PROJECT_STEP_KIND_ACCEPT);
  walk.panel->held = false;
  EXPECT_EQ(Told(walk.Try(step)), "step.acceptance.engagement") << "a panel that has not met has no result";
  walk.panel->held = true;
  step.mutable_acceptance()->clear_result();
  EXPECT_EQ(walk.Try(step).code(), absl::StatusCode::kInvalidArgument) << "a panel that met, and no result";
}

TEST(ProjectStepTest, ABarredProviderSignsNothingAndWhoDidTheWorkAcceptsNothing) {
  Walk walk;
  walk.Approved();
  v1::Conduct bar = testing::FromText<v1::Conduct>(
      "kind: CONDUCT_KIND_BARRED reason: \"虚假培训\" date { year: 2023 month: 6 day: 2 }");
  Record(*walk.provider, bar, {"a", walk.now, ""});
  EXPECT_THAT(std::string(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_CONTRACT)).message()),
              HasSubstr("barred until 2026-06-01"));
  walk.provider->mutable_conducts(0)->mutable_date()->set_day(1);  // three years ended yesterday
  EXPECT_TRUE(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_CONTRACT)).ok());
}

// Puts a bar from today on a provider's record.
void Bar(std::optional<v1::Provider>& provider) {
  Record(*provider,
         testing::FromText<v1::Conduct>(
             "kind: CONDUCT_KIND_BARRED reason: \"虚假培训\" date { year: 2026 month: 6 day: 1 }"),
         {"a", testing::Now(), ""});
}

TEST(ProjectStepTest, ABarOfTodayIsNotEscapedByAnEarlierDayOfSigning) {
  Walk walk;
  walk.Approved();
  *walk.project().mutable_approve_time() = ToTimestamp(walk.now - absl::Hours(48));
  v1::ProjectStep contract = SoundSteps().at(v1::PROJECT_STEP_KIND_CONTRACT);
  *contract.mutable_contract()->mutable_contract()->mutable_sign_date() =
      testing::FromText<google::type::Date>("year: 2026 month: 5 day: 31");
  EXPECT_TRUE(Walk(walk).Try(contract).ok());
  Bar(walk.provider);
  EXPECT_EQ(Told(walk.Try(contract)), "step.contract.contract.provider");
}

TEST(ProjectStepTest, ABarAfterTheSigningStopsAdvanceAndStart) {
  Walk walk;
  walk.Contracted();
  Bar(walk.contractor);
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_PAY_ADVANCE))), "step.advance");
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_START))), "step.start");
  EXPECT_TRUE(Walk(walk).Try(SoundSteps().at(v1::PROJECT_STEP_KIND_TERMINATE)).ok());
}

TEST(ProjectStepTest, WorkOfABarredProviderIsAcceptedAndPaidWithAReasonOnly) {
  Walk walk;
  walk.Completed();
  Bar(walk.contractor);
  for (const auto kind : {v1::PROJECT_STEP_KIND_ACCEPT, v1::PROJECT_STEP_KIND_SETTLE}) {
    v1::ProjectStep silent = SoundSteps().at(kind);
    silent.clear_note();
    EXPECT_EQ(Told(walk.Try(silent)), "step.note") << v1::ProjectStepKind_Name(kind);
    walk.Take(SoundSteps().at(kind));
  }
}

TEST(ProjectStepTest, ASettlementSaysWhichVisitsWereNotMade) {
  const v1::ProjectStep visit = SoundSteps().at(v1::PROJECT_STEP_KIND_VISIT);
  v1::ProjectStep settle = SoundSteps().at(v1::PROJECT_STEP_KIND_SETTLE);
  settle.clear_note();
  Walk unseen;
  unseen.Accepted();
  const auto faults = BadRequestOf(unseen.Try(settle));
  ASSERT_TRUE(faults.has_value());
  EXPECT_EQ(faults->field_violations_size(), 3) << "before, during and after";
  unseen.Take(visit);
  EXPECT_EQ(BadRequestOf(unseen.Try(settle))->field_violations_size(), 2);

  Walk seen;
  seen.Take(visit).Running();
  seen.Take(visit).Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE));
  seen.caller = Person(type::v1::ROLE_LIAISON, "emergency");
  seen.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_COMPLETE));
  seen.caller = Person(type::v1::ROLE_OFFICE, "hrss");
  seen.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_ACCEPT)).Take(visit).Take(settle);
  std::vector<v1::VisitPhase> phases;
  for (const v1::ProjectEvent& event : seen.project().events()) {
    if (event.kind() == v1::PROJECT_STEP_KIND_VISIT) phases.push_back(event.visit_phase());
  }
  EXPECT_THAT(phases, ::testing::ElementsAre(v1::VISIT_PHASE_BEFORE, v1::VISIT_PHASE_DURING, v1::VISIT_PHASE_AFTER));
}

TEST(ReviewTest, VotesAndAmounts) {
  const auto told = [](const std::string& text) {
    Walk walk;
    walk.Take(Step("panel { engagement: \"engagements/review\" }"));
    const absl::Status status = walk.Try(StepWithDocument("review { " + text + " }"));
    return status.ok() ? "OK" : Told(status);
  };
  const std::string amount = " amount { currency_code: \"CNY\" units: 40000 }";
  EXPECT_EQ(told("votes_for: 3" + amount), "OK");
  EXPECT_EQ(told("votes_for: 2 votes_against: 1" + amount), "OK");
  EXPECT_EQ(told("votes_for: 2" + amount), "step.review.votes_for") << "a seat did not vote";
  EXPECT_EQ(told("votes_for: 4 votes_against: -1" + amount), "step.review.votes_for");
  EXPECT_EQ(told("votes_for: 3"), "step.review.amount");
  EXPECT_EQ(told("votes_against: 3"), "OK");
  EXPECT_EQ(told("votes_against: 3" + amount), "step.review.amount") << "nothing is recommended";
}

// Every field at fault when the step is tried in this state.
std::vector<std::string> FieldsOf(v1::ProjectState state, v1::ProjectStepKind kind,
                                  const std::function<void(Walk&, v1::ProjectStep&)>& change) {
  Walk walk = ReadyFor(state, kind);
  v1::ProjectStep step = SoundSteps().at(kind);
  change(walk, step);
  std::vector<std::string> fields;
  const auto details = BadRequestOf(walk.Try(step));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

using ::testing::ElementsAre;
using S = v1::ProjectStep;

TEST(ProjectStepTest, EverySumIsAboveNothing) {
  const struct {
    v1::ProjectState state;
    v1::ProjectStepKind kind;
    std::function<google::type::Money*(S&)> sum;
    const char* field;
  } sums[] = {
      {v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW,
       [](S& s) { return s.mutable_review()->mutable_amount(); }, "step.review.amount"},
      {v1::PROJECT_STATE_REVIEWED, v1::PROJECT_STEP_KIND_APPROVE,
       [](S& s) { return s.mutable_decision()->mutable_amount(); }, "step.decision.amount"},
      {v1::PROJECT_STATE_ACCEPTED, v1::PROJECT_STEP_KIND_SETTLE,
       [](S& s) { return s.mutable_settlement()->mutable_amount(); }, "step.settlement.amount"},
  };
  for (const auto& one : sums) {
    EXPECT_THAT(FieldsOf(one.state, one.kind, [&](Walk&, S& s) { *one.sum(s) = MoneyOf(0); }), ElementsAre(one.field));
    EXPECT_THAT(FieldsOf(one.state, one.kind, [&](Walk&, S& s) { *one.sum(s) = MoneyOf(1); }), ElementsAre());
    EXPECT_THAT(FieldsOf(one.state, one.kind, [&](Walk&, S& s) { one.sum(s)->set_currency_code("USD"); }),
                ElementsAre(one.field));
  }
  for (const int64_t fen : {0, 1}) {
    EXPECT_THAT(FieldsOf(v1::PROJECT_STATE_CONTRACTED, v1::PROJECT_STEP_KIND_PAY_ADVANCE,
                         [fen](Walk&, S& s) { *s.mutable_advance()->mutable_amount() = MoneyOf(fen); }),
                ElementsAre("step.advance.amount"))
        << fen << " fen are less than the least share";
  }
}

TEST(ProjectStepTest, TheSamePanelIsNotAssignedTwice) {
  Walk walk;
  walk.Take(Step("panel { engagement: \"engagements/review\" }"));
  EXPECT_EQ(Told(walk.Try(Step("panel { engagement: \"engagements/review\" }"))), "SAME_PANEL");
  walk.panel->engagement = "engagements/second";
  EXPECT_TRUE(walk.Try(Step("panel { engagement: \"engagements/second\" }")).ok());
  EXPECT_EQ(walk.project().review_engagement(), "engagements/second");
}

TEST(ProjectStepTest, TextsOfAStepAreBounded) {
  const auto fields = [](v1::ProjectState state, v1::ProjectStepKind kind, const std::function<void(S&)>& change) {
    return FieldsOf(state, kind, [&](Walk&, S& s) { change(s); });
  };
  const auto visit = [&](const std::string& finding) {
    return fields(v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_VISIT,
                  [&](S& s) { s.mutable_visit()->set_finding(finding); });
  };
  EXPECT_THAT(visit(std::string(2000, 'x')), ElementsAre());
  EXPECT_THAT(visit(std::string(2001, 'x')), ElementsAre("step.visit.finding"));
  EXPECT_THAT(visit(""), ElementsAre("step.visit.finding"));
  const auto note = [&](const std::string& text) {
    return fields(v1::PROJECT_STATE_PROPOSED, v1::PROJECT_STEP_KIND_WITHDRAW, [&](S& s) { s.set_note(text); });
  };
  EXPECT_THAT(note(std::string(2000, 'x')), ElementsAre());
  EXPECT_THAT(note(std::string(2001, 'x')), ElementsAre("step.note"));
  const auto voucher = [&](size_t length) {
    return fields(v1::PROJECT_STATE_ACCEPTED, v1::PROJECT_STEP_KIND_SETTLE,
                  [&](S& s) { s.mutable_settlement()->set_voucher(std::string(length, '1')); });
  };
  EXPECT_THAT(voucher(100), ElementsAre());
  EXPECT_THAT(voucher(101), ElementsAre("step.settlement.voucher"));
  EXPECT_THAT(fields(v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_VISIT,
                     [](S& s) { s.mutable_visit()->mutable_visit_date()->set_day(2); }),
              ElementsAre("step.visit.visit_date"))
      << "tomorrow";
}

// project.proto: required to withdraw, reject, send back, fail an acceptance and terminate.
TEST(ProjectStepTest, WhatGoesBackOrEndsSaysWhy) {
  const std::set<v1::ProjectStepKind> says_why = {
      v1::PROJECT_STEP_KIND_WITHDRAW, v1::PROJECT_STEP_KIND_REJECT, v1::PROJECT_STEP_KIND_SEND_BACK,
      v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE, v1::PROJECT_STEP_KIND_TERMINATE};
  for (const StepRule& rule : StepTable()) {
    if (rule.kind == v1::PROJECT_STEP_KIND_SETTLE) continue;  // that one depends on the visits
    const auto fields = FieldsOf(rule.from, rule.kind, [](Walk&, S& s) { s.clear_note(); });
    if (says_why.count(rule.kind) > 0) {
      EXPECT_THAT(fields, ElementsAre("step.note")) << v1::ProjectStepKind_Name(rule.kind);
    } else {
      EXPECT_THAT(fields, ElementsAre()) << v1::ProjectStepKind_Name(rule.kind);
    }
  }
}

TEST(ProjectStepTest, StepsToAnotherStateRestOnADocument) {
  const std::set<v1::ProjectStepKind> without = {
      v1::PROJECT_STEP_KIND_REVISE, v1::PROJECT_STEP_KIND_WITHDRAW,        v1::PROJECT_STEP_KIND_ASSIGN_PANEL,
      v1::PROJECT_STEP_KIND_VISIT,  v1::PROJECT_STEP_KIND_REACH_MILESTONE, v1::PROJECT_STEP_KIND_PAY_ADVANCE};
  for (const StepRule& rule : StepTable()) {
    const auto fields = FieldsOf(rule.from, rule.kind, [](Walk&, S& s) { s.clear_documents(); });
    if (without.count(rule.kind) > 0) {
      EXPECT_THAT(fields, ElementsAre()) << v1::ProjectStepKind_Name(rule.kind);
    } else {
      EXPECT_THAT(fields, ElementsAre("step.documents")) << v1::ProjectStepKind_Name(rule.kind);
    }
  }
}

TEST(ProjectStepTest, VotesAreBoundedEachForItself) {
  const auto fields = [](int votes_for, int votes_against) {
    return FieldsOf(v1::PROJECT_STATE_REVIEWING, v1::PROJECT_STEP_KIND_PASS_REVIEW, [=](Walk& w, S& s) {
      w.panel->seats = votes_for + votes_against;
      s.mutable_review()->set_votes_for(votes_for);
      s.mutable_review()->set_votes_against(votes_against);
    });
  };
  EXPECT_THAT(fields(1000, 999), ElementsAre());
  EXPECT_THAT(fields(1001, 1000), ElementsAre("step.review.votes_for"));
  EXPECT_THAT(fields(1, 0), ElementsAre());
  EXPECT_THAT(fields(4, -1), ElementsAre("step.review.votes_for"));
}

TEST(ProjectStepTest, AMilestoneIsOfTheContractAndReachedOnce) {
  const auto fields = [](const std::function<void(Walk&, S&)>& change) {
    return FieldsOf(v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_REACH_MILESTONE, change);
  };
  EXPECT_THAT(fields([](Walk&, S& s) { s.mutable_milestone()->set_milestone("none"); }),
              ElementsAre("step.milestone.milestone"));
  EXPECT_THAT(fields([](Walk& w, S&) { w.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE)); }),
              ElementsAre("step.milestone.milestone"));
  EXPECT_THAT(fields([](Walk&, S& s) { s.mutable_milestone()->mutable_done_date()->set_month(5); }),
              ElementsAre("step.milestone.done_date"))
      << "before the work began";
  Walk walk = ReadyFor(v1::PROJECT_STATE_RUNNING, v1::PROJECT_STEP_KIND_REACH_MILESTONE);
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE));
  EXPECT_EQ(walk.project().contract().milestones(0).done_date().day(), 1);
  EXPECT_EQ(walk.project().contract().milestones(0).done_time().seconds(), absl::ToUnixSeconds(walk.now));
}

TEST(ProjectStepTest, RectificationIsDueWithinAYear) {
  const auto fields = [](int year, int month, int day) {
    return FieldsOf(v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_SEND_BACK, [=](Walk&, S& s) {
      auto& date = *s.mutable_acceptance()->mutable_rectify_by_date();
      date.set_year(year);
      date.set_month(month);
      date.set_day(day);
    });
  };
  EXPECT_THAT(fields(2026, 6, 2), ElementsAre());
  EXPECT_THAT(fields(2026, 6, 1), ElementsAre("step.acceptance.rectify_by_date"));
  EXPECT_THAT(fields(2027, 6, 2), ElementsAre());
  EXPECT_THAT(fields(2027, 6, 3), ElementsAre("step.acceptance.rectify_by_date"));
  EXPECT_THAT(FieldsOf(v1::PROJECT_STATE_COMPLETED, v1::PROJECT_STEP_KIND_ACCEPT,
                       [](Walk&, S& s) { s.mutable_acceptance()->mutable_rectify_by_date()->set_year(2026); }),
              ElementsAre("step.acceptance.rectify_by_date"));
}

TEST(ProjectStepTest, EachStepLeavesWhatItSays) {
  Walk walk;
  walk.Approved();
  EXPECT_EQ(walk.project().approved_amount().units(), 36000);
  EXPECT_EQ(walk.project().approve_time().seconds(), absl::ToUnixSeconds(walk.now));
  EXPECT_EQ(walk.project().procurement_way(), "selection");
  EXPECT_EQ(walk.project().review().votes_for(), 2);
  EXPECT_EQ(walk.project().committed().units(), 36000);
  EXPECT_EQ(walk.project().paid().units(), 0);
  EXPECT_EQ(walk.project().etag(), "4");
  EXPECT_EQ(walk.project().events(3).number(), 4);
  EXPECT_TRUE(walk.project().events(3).step().has_decision());
  Walk accepted;
  accepted.Accepted();
  EXPECT_EQ(accepted.project().acceptance().result(), v1::ACCEPTANCE_RESULT_PASSED);
  EXPECT_EQ(accepted.project().contract().amount().units(), 35000);
  accepted.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_SETTLE));
  EXPECT_EQ(accepted.project().settled_amount().units(), 35000);
  EXPECT_EQ(accepted.project().paid().units(), 35000);
  Walk failed;
  Ways().at(v1::PROJECT_STATE_REVIEW_FAILED)(failed);
  failed.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REVISE));
  EXPECT_FALSE(failed.project().has_review());
  EXPECT_EQ(failed.project().review_engagement(), "");
  Walk rejected;
  Ways().at(v1::PROJECT_STATE_REJECTED)(rejected);
  EXPECT_FALSE(rejected.project().has_approved_amount());
  EXPECT_EQ(rejected.project().committed().units(), 0);
}

TEST(ProjectStepTest, WhoCompletedAcceptsNothing) {
  Walk walk;
  walk.Running().Take(SoundSteps().at(v1::PROJECT_STEP_KIND_REACH_MILESTONE));
  walk.Take(SoundSteps().at(v1::PROJECT_STEP_KIND_COMPLETE));  // as the office
  EXPECT_EQ(Told(walk.Try(SoundSteps().at(v1::PROJECT_STEP_KIND_ACCEPT))), "FOUR_EYES");
  EXPECT_TRUE(Walk(walk).Try(SoundSteps().at(v1::PROJECT_STEP_KIND_SEND_BACK)).ok());
}

TEST(ProjectStepTest, AStepThatSaysNothingIsNamed) {
  Walk walk;
  EXPECT_EQ(Told(walk.Try(v1::ProjectStep())), "step");
}

}  // namespace
}  // namespace lianfang::fund
