#include "services/exchange/reconciliation_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "services/exchange/duty_service.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::Contains;
using ::testing::Property;
using ::testing::SizeIs;

// Lets something happen once, after a run has read the links and before it stores anything.
class InterruptedStore : public FakeReconciliationStore {
 public:
  absl::StatusOr<std::vector<v1::Link>> LinksOf(const std::string& plan, absl::Time deadline) override {
    auto links = FakeReconciliationStore::LinksOf(plan, deadline);
    if (meanwhile != nullptr) std::exchange(meanwhile, nullptr)();
    return links;
  }
  std::function<void()> meanwhile;
};

// A world whose accident of April has a casualty without an application, and agreements that let that be found.
class ReconciliationServiceTest : public ::testing::Test {
 protected:
  ReconciliationServiceTest() {
    v1::Record accident = Accident();
    *accident.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 75));
    accident_ = world_.Published(world_.emergency, accident);
    world_.AgreeOn(
        v1::RECORD_KIND_ACCIDENT, world_.emergency_convener,
        {"occurrence_time", "employer", "casualties.person", "casualties.outcome", "deaths", "slightly_injured"});
    world_.AgreeOn(
        v1::RECORD_KIND_INJURY, As(type::v1::ROLE_CONVENER, "hrss"),
        {"person", "employer", "injury_date", "from_accident", "from_disease", "application_date", "decision"});
    store_.SetPlans({kPlan}, 1);
  }

  v1::ReconcilePlanResponse Run() {
    v1::ReconcilePlanRequest request;
    request.set_name(kPlan);
    const auto ran = service_.ReconcilePlan(world_.office, request);
    EXPECT_TRUE(ran.ok()) << ran.status();
    return ran.value_or(v1::ReconcilePlanResponse());
  }

  std::vector<v1::Discrepancy> List(const Call& call, const v1::ListDiscrepanciesRequest& wanted = {}) {
    v1::ListDiscrepanciesRequest request = wanted;
    request.set_parent(kPlan);
    const auto listed = service_.ListDiscrepancies(call, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return {};
    return {listed->discrepancies().begin(), listed->discrepancies().end()};
  }

  v1::ExplainDiscrepancyRequest Explanation(const std::string& name) {
    v1::ExplainDiscrepancyRequest request;
    request.set_name(name);
    request.set_reason("已在外地申请");
    request.set_request_id(NewUuid());
    return request;
  }

  World world_;
  InterruptedStore store_;
  FakeReturns returns_;
  Reconciler reconciler_{world_.context, world_.records, store_, ReconcilerOptions(), world_.metrics, returns_};
  ReconciliationService service_{world_.context, store_, reconciler_};
  DutyService duties_{world_.context, store_, nullptr};
  std::string accident_;
};

TEST_F(ReconciliationServiceTest, FindsListsAndExplains) {
  const auto ran = Run();
  EXPECT_EQ(ran.found(), 1);
  EXPECT_EQ(ran.records(), 1);
  const auto listed = List(world_.hrss);
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].rule(), "injured-without-application");
  const auto explained = service_.ExplainDiscrepancy(world_.hrss, Explanation(listed[0].name()));
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_THAT(List(world_.office), SizeIs(0)) << "open ones where no state is asked for";
  EXPECT_EQ(Run().found(), 0);
}

TEST_F(ReconciliationServiceTest, ARepeatChangesNothing) {
  Run();
  const auto request = Explanation(List(world_.hrss)[0].name());
  const auto first = service_.ExplainDiscrepancy(world_.hrss, request);
  EXPECT_EQ(service_.ExplainDiscrepancy(world_.hrss, request)->etag(), first->etag());
}

TEST_F(ReconciliationServiceTest, LinksOnlyKindsWhoseAgreementNamesThePurpose) {
  World other;
  FakeReconciliationStore store;
  FakeReturns returns;
  Reconciler reconciler(other.context, other.records, store, ReconcilerOptions(), other.metrics, returns);
  other.Agree();  // for business
  (void)other.Published(other.emergency, Accident());
  EXPECT_EQ(reconciler.ReconcilePlan(kPlan, true, absl::InfiniteFuture())->records(), 0);
}

TEST_F(ReconciliationServiceTest, EachSeesItsOwn) {
  Run();
  EXPECT_THAT(List(world_.emergency), SizeIs(1)) << "keeps the evidence";
  EXPECT_THAT(List(world_.health), SizeIs(0));
  EXPECT_THAT(List(world_.auditor), SizeIs(1));
  EXPECT_THAT(List(As(type::v1::ROLE_OFFICE, "hrss", "140525")), SizeIs(0));
  const std::string name = List(world_.hrss)[0].name();
  v1::GetDiscrepancyRequest request;
  request.set_name(name);
  EXPECT_EQ(service_.GetDiscrepancy(world_.health, request).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(service_.ExplainDiscrepancy(world_.health, Explanation(name)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(service_.ExplainDiscrepancy(world_.emergency, Explanation(name)).status()), "NOT_THE_OWNER");
}

TEST_F(ReconciliationServiceTest, TheStepRunsOnlyWhenSomethingChanged) {
  EXPECT_EQ(reconciler_.Step(), absl::Seconds(20));
  EXPECT_THAT(store_.saved(), SizeIs(1));
  const auto mark = store_.FindMark(kPlan, absl::InfiniteFuture());
  EXPECT_EQ(mark->position, 1);
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, absl::InfiniteFuture())->records(), 0) << "nothing has changed";
  world_.clock.Advance(absl::Hours(24));
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, absl::InfiniteFuture())->records(), 1) << "rules count days";
}

TEST_F(ReconciliationServiceTest, DecidesUncertainLinks) {
  v1::Record injury = Injury();
  v1::Person& person = *injury.mutable_injury()->mutable_person();
  person.clear_id_number();
  person.clear_id_document();
  person.clear_phone();
  person.set_display_name("欧阳晓明");
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  world_.Published(world_.hrss, injury);
  EXPECT_EQ(Run().uncertain_links(), 1);
  v1::ListUncertainLinksRequest list;
  list.set_parent(kPlan);
  EXPECT_EQ(ReasonOf(service_.ListUncertainLinks(As(type::v1::ROLE_OFFICE, "hrss", "140500"), list).status()),
            "NOT_PLAN_OFFICE");
  const auto links = service_.ListUncertainLinks(world_.office, list);
  ASSERT_EQ(links->links_size(), 1);
  v1::DecideLinkRequest decide;
  decide.set_name(links->links(0).name());
  decide.set_reason("核对过身份证");
  decide.set_same(true);
  decide.set_request_id(NewUuid());
  decide.set_etag("99");
  EXPECT_EQ(ReasonOf(service_.DecideLink(world_.office, decide).status()), "STALE_ETAG");
  decide.clear_etag();
  EXPECT_EQ(service_.DecideLink(world_.office, decide)->state(), v1::LINK_STATE_CONFIRMED);
  const auto after = Run();
  EXPECT_EQ(after.uncertain_links(), 0);
  EXPECT_EQ(after.links(), 1);
}

TEST_F(ReconciliationServiceTest, ADecisionBetweenTwoRunsIsLostToNeither) {
  v1::Record injury = Injury();
  v1::Person& person = *injury.mutable_injury()->mutable_person();
  person.clear_id_number();
  person.clear_id_document();
  person.clear_phone();
  person.set_display_name("欧阳晓明");
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  world_.Published(world_.hrss, injury);
  Run();
  v1::ListUncertainLinksRequest list;
  list.set_parent(kPlan);
  const auto links = service_.ListUncertainLinks(world_.office, list);
  ASSERT_EQ(links->links_size(), 1);
  const auto decide = [&](bool same) {
    v1::DecideLinkRequest request;
    request.set_name(links->links(0).name());
    request.set_reason("核对过身份证");
    request.set_same(same);
    request.set_request_id(NewUuid());
    EXPECT_TRUE(service_.DecideLink(world_.office, request).ok());
  };
  decide(true);
  // While a run is under way, another replica's ends, and somebody decides once more: the mark says again what it said when the run began.
  store_.meanwhile = [&] {
    Run();
    decide(false);
  };
  ASSERT_TRUE(reconciler_.ReconcilePlan(kPlan, /*always=*/false, absl::InfiniteFuture()).ok());
  EXPECT_THAT(List(world_.hrss), Contains(Property(&v1::Discrepancy::rule, "injured-without-application")))
      << "two persons: the casualty has no application";
  EXPECT_EQ((*store_.FindLink(links->links(0).name(), absl::InfiniteFuture()))->state(), v1::LINK_STATE_REJECTED);
}

TEST_F(ReconciliationServiceTest, PagesDoNotSkipWhatComesAfterOneThatWasClearedUp) {
  v1::Record second = Accident(2);
  *second.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 80));
  world_.Published(world_.emergency, second);
  Run();
  v1::ListDiscrepanciesRequest request;
  request.set_parent(kPlan);
  request.set_page_size(1);
  const auto first = service_.ListDiscrepancies(world_.hrss, request);
  ASSERT_EQ(first->discrepancies_size(), 1);
  ASSERT_TRUE(service_.ExplainDiscrepancy(world_.hrss, Explanation(first->discrepancies(0).name())).ok());
  request.set_page_token(first->next_page_token());
  const auto next = service_.ListDiscrepancies(world_.hrss, request);
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_EQ(next->discrepancies_size(), 1);
  EXPECT_NE(next->discrepancies(0).name(), first->discrepancies(0).name());
  EXPECT_EQ(next->next_page_token(), "");
}

TEST_F(ReconciliationServiceTest, RefusesWhatIsMalformed) {
  EXPECT_EQ(FaultOf(service_.ExplainDiscrepancy(world_.hrss, Explanation("discrepancies/x")).status()), "name");
  v1::ExplainDiscrepancyRequest unreasoned = Explanation("discrepancies/0123456789abcdef01234567");
  unreasoned.set_reason(" ");
  EXPECT_EQ(FaultOf(service_.ExplainDiscrepancy(world_.hrss, unreasoned).status()), "reason");
  v1::ListDiscrepanciesRequest request;
  request.set_parent(kPlan);
  request.add_rules("made-up");
  EXPECT_EQ(FaultOf(service_.ListDiscrepancies(world_.office, request).status()), "rules[0]");
  request.clear_rules();
  request.set_region("14");
  EXPECT_EQ(FaultOf(service_.ListDiscrepancies(world_.office, request).status()), "region");
  request.clear_region();
  request.set_page_token("x");
  EXPECT_EQ(FaultOf(service_.ListDiscrepancies(world_.office, request).status()), "page_token");
}

// Emergency's return of 2026 for coal mining, which states no accident: the records have one. The rule waits for the end of the year.
FiledReturn EmptyReturn() {
  FiledReturn filed;
  filed.revision = "plans/gaoping/returns/2026-140581-coal-mining/revisions/1";
  filed.owner = Owner("emergency");
  filed.region = "140581";
  filed.industry = "coal-mining";
  filed.period = "2026";
  filed.filed = Now();
  filed.numbers = {{"accidents", 0}};
  return filed;
}

class ReturnReconciliationTest : public ReconciliationServiceTest {
 protected:
  ReturnReconciliationTest() {
    v1::SetFigureDefinitionsRequest request;
    request.set_plan(kPlan);
    v1::FigureDefinition& definition = *request.add_definitions();
    definition.set_figure("accidents");
    definition.set_kind(v1::RECORD_KIND_ACCIDENT);
    definition.set_measure(v1::FIGURE_MEASURE_RECORDS);
    request.set_request_id(NewUuid());
    const auto set = world_.registers.SetFigureDefinitions(world_.office, request);
    EXPECT_TRUE(set.ok()) << set.status();
    returns_.File(EmptyReturn());
    world_.clock.Set(absl::FromCivil(absl::CivilDay(2027, 3, 1), Zone()));
  }

  std::vector<v1::Discrepancy> OfTotals() {
    v1::ListDiscrepanciesRequest request;
    request.add_rules("return-totals-differ");
    return List(world_.emergency, request);
  }
  v1::DiscrepancyRuleStatus Rule(const std::string& id) {
    v1::ListDiscrepancyRulesRequest request;
    request.set_parent(kPlan);
    const auto rules = service_.ListDiscrepancyRules(world_.emergency, request);
    EXPECT_TRUE(rules.ok()) << rules.status();
    for (const v1::DiscrepancyRuleStatus& rule : rules->rules())
      if (rule.rule() == id) return rule;
    return {};
  }
};

TEST_F(ReturnReconciliationTest, FindsAReturnThatDiffersAndClearsItOnceItIsCorrected) {
  EXPECT_FALSE(Rule("return-totals-differ").has_evaluate_time());
  Run();
  const auto found = OfTotals();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].figures(0).difference().counted(), 1);
  EXPECT_EQ(found[0].evidence(1).record(), accident_ + "/versions/1");
  EXPECT_TRUE(Rule("return-totals-differ").has_evaluate_time());
  FiledReturn corrected = EmptyReturn();
  corrected.revision = "plans/gaoping/returns/2026-140581-coal-mining/revisions/2";
  corrected.numbers["accidents"] = 1;
  returns_.File(corrected);
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, /*always=*/false, absl::InfiniteFuture())->cleared(), 1)
      << "a filing is a reason to run";
  EXPECT_THAT(OfTotals(), SizeIs(0));
}

TEST_F(ReturnReconciliationTest, SubmissionAwayLeavesWhatWasFoundAndSaysSinceWhen) {
  Run();
  const v1::Discrepancy found = OfTotals()[0];
  const auto applied = Rule("return-totals-differ").evaluate_time();
  returns_.away = true;
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, absl::InfiniteFuture())->records(), 0) << "no reason to run";
  world_.clock.Advance(absl::Hours(24));
  const auto ran = Run();
  EXPECT_EQ(ran.cleared(), 0);
  std::vector<std::string> obstructed;
  for (const v1::DiscrepancyRuleStatus& rule : ran.obstructed_rules()) obstructed.push_back(rule.rule());
  EXPECT_THAT(obstructed, ::testing::IsSupersetOf({"death-without-return", "return-totals-differ"}));
  EXPECT_THAT(obstructed, ::testing::Not(::testing::Contains("injured-without-application")));
  ASSERT_THAT(OfTotals(), SizeIs(1));
  EXPECT_EQ(OfTotals()[0].etag(), found.etag()) << "untouched";
  EXPECT_EQ(Rule("return-totals-differ").evaluate_time().seconds(), applied.seconds());
  EXPECT_TRUE(Rule("return-totals-differ").has_obstacle());
  EXPECT_FALSE(Rule("injured-without-application").has_obstacle()) << "other rules go on";
  returns_.away = false;
  EXPECT_GT(reconciler_.ReconcilePlan(kPlan, false, absl::InfiniteFuture())->records(), 0) << "as soon as it is back";
  EXPECT_FALSE(Rule("return-totals-differ").has_obstacle());
}

// Counts how often records are read.
class CountingRecords : public OpenedRecords {
 public:
  using OpenedRecords::OpenedRecords;
  absl::StatusOr<std::vector<PlacedVersion>> ReadNewest(const RecordSelection& selection, const std::string& after_name,
                                                        int limit, absl::Time deadline) override {
    ++reads;
    return OpenedRecords::ReadNewest(selection, after_name, limit, deadline);
  }
  int reads = 0;
};

TEST_F(ReturnReconciliationTest, ReturnsThatCannotBeReadAreAskedForLessAndLessAndRecordsNotAtAll) {
  CountingRecords records(world_.store, world_.sealer);
  Reconciler reconciler(world_.context, records, store_, ReconcilerOptions(), world_.metrics, returns_);
  returns_.unreadable = true;
  reconciler.Step();
  EXPECT_TRUE(Rule("return-totals-differ").has_obstacle());
  const int read = records.reads;
  EXPECT_GT(read, 0);
  for (int i = 0; i < 180; ++i) {  // an hour
    world_.clock.Advance(absl::Seconds(20));
    ++returns_.position;  // departments file meanwhile
    reconciler.Step();
  }
  EXPECT_EQ(records.reads, read) << "nothing has changed that could be read";
  EXPECT_GT(returns_.reads, 3);
  EXPECT_LT(returns_.reads, 20) << "pauses grow up to a quarter of an hour";
  returns_.unreadable = false;
  world_.clock.Advance(absl::Minutes(15));
  reconciler.Step();
  EXPECT_FALSE(Rule("return-totals-differ").has_obstacle());
  EXPECT_THAT(OfTotals(), SizeIs(1));
}

TEST_F(ReturnReconciliationTest, RecordsThatChangeWaitForNoPause) {
  returns_.unreadable = true;
  reconciler_.Step();
  world_.Published(world_.emergency, Accident(2));
  store_.SetPlans({kPlan}, 2);
  reconciler_.Step();
  EXPECT_EQ(store_.FindMark(kPlan, absl::InfiniteFuture())->position, 2);
}

TEST_F(ReturnReconciliationTest, ARunThatFailsIsRepeatedAfterAPause) {
  CountingRecords records(world_.store, world_.sealer);
  world_.Published(world_.emergency, Accident(2));
  Reconciler reconciler(world_.context, records, store_, {.most_records = 1}, world_.metrics, returns_);
  reconciler.Step();
  const int read = records.reads;
  EXPECT_GT(read, 0);
  world_.clock.Advance(absl::Seconds(20));
  reconciler.Step();
  EXPECT_EQ(records.reads, read) << "TOO_MANY_RECORDS";
  world_.clock.Advance(absl::Minutes(1));
  reconciler.Step();
  EXPECT_GT(records.reads, read);
}

TEST_F(ReturnReconciliationTest, ARunThatIsToEndStoresNothing) {
  returns_.on_read = [this] { reconciler_.Interrupt(); };
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, absl::InfiniteFuture()).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(store_.FindMark(kPlan, absl::InfiniteFuture())->revision, 0);
}

TEST_F(ReturnReconciliationTest, ARunEndsByItsDeadline) {
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, absl::InfinitePast()).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(store_.FindMark(kPlan, absl::InfiniteFuture())->revision, 0);
}

TEST_F(ReturnReconciliationTest, ACallThatIsCancelledEndsItsRun) {
  Call call = world_.office;
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  call.gone = gone;
  returns_.on_read = [&] { *gone = true; };
  v1::ReconcilePlanRequest request;
  request.set_name(kPlan);
  EXPECT_EQ(service_.ReconcilePlan(call, request).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(store_.FindMark(kPlan, absl::InfiniteFuture())->revision, 0);
  EXPECT_GT(reconciler_.ReconcilePlan(kPlan, /*always=*/false, absl::InfiniteFuture())->records(), 0)
      << "and makes nobody wait";
}

TEST_F(ReturnReconciliationTest, OthersSeeOnlyRecordsThatTheyMayRead) {
  Run();
  const std::string name = OfTotals()[0].name();
  v1::GetDiscrepancyRequest request;
  request.set_name(name);
  EXPECT_EQ(service_.GetDiscrepancy(world_.office, request)->evidence_size(), 2) << "hrss reads accidents";
  const auto observed = service_.GetDiscrepancy(As(type::v1::ROLE_OBSERVER, "union"), request);
  ASSERT_TRUE(observed.ok()) << observed.status();
  EXPECT_EQ(observed->evidence_size(), 1);
  EXPECT_EQ(observed->withheld_evidence(), 1);
  EXPECT_EQ(service_.GetDiscrepancy(world_.health, request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReconciliationServiceTest, AnswersBriefly) {
  Run();
  v1::ListDiscrepanciesRequest request;
  request.set_view(v1::DISCREPANCY_VIEW_BASIC);
  const auto listed = List(world_.hrss, request);
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].evidence_size() + listed[0].steps_size() + listed[0].links_size(), 0);
  EXPECT_EQ(listed[0].withheld_evidence(), 0);
}

TEST_F(ReconciliationServiceTest, ListsRulesWithTheirDaysAndObstacles) {
  v1::ListDiscrepancyRulesRequest request;
  request.set_parent(kPlan);
  Run();
  const auto rules = service_.ListDiscrepancyRules(world_.health, request);
  ASSERT_EQ(rules->rules_size(), 8);
  EXPECT_EQ(rules->rules(0).rule(), "injured-without-application");
  EXPECT_EQ(rules->rules(0).days(), 30);
  EXPECT_TRUE(rules->rules(0).has_evaluate_time());
  EXPECT_TRUE(rules->rules(3).has_obstacle()) << "no agreement gives report cards";
  request.set_parent("plans/none");
  EXPECT_EQ(service_.ListDiscrepancyRules(world_.health, request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReconciliationServiceTest, TellsDuties) {
  Run();
  duty::v1::ListDutiesRequest request;
  request.set_parent("plans/-");
  const auto owed = duties_.ListDuties(world_.hrss, request);
  ASSERT_EQ(owed->duties_size(), 1);
  EXPECT_EQ(owed->duties(0).kind().id(), "discrepancy");
  EXPECT_EQ(duties_.ListDuties(world_.health, request)->duties_size(), 0);
  request.set_resource("plans/x/obligations/y");
  EXPECT_EQ(FaultOf(duties_.ListDuties(world_.hrss, request).status()), "resource");
}

}  // namespace
}  // namespace lianfang::exchange
