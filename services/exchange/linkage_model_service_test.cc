// Editions of the linkage model: proposed, approved by two sides, pinned by each run; and what bounds and shows a run.
#include "services/exchange/linkage_model_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linkage/model_file.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/reconciliation_service.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr absl::Time kNever = absl::InfiniteFuture();

class LinkageModelServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::LinkageModelEdition> Propose(const Call& call, const v1::LinkageModel& model) {
    v1::ProposeLinkageModelRequest request;
    request.set_parent(kPlan);
    *request.mutable_model() = model;
    request.set_reason("按本地登记表拟合");
    request.set_request_id(NewUuid());
    return service_.ProposeLinkageModel(call, request);
  }
  absl::StatusOr<v1::LinkageModelEdition> Propose(const std::string& edition) {
    v1::LinkageModel model;
    model.set_edition(edition);
    return Propose(world_.hrss, model);
  }
  absl::StatusOr<v1::LinkageModelEdition> Approve(const Call& call, const std::string& edition,
                                                  const std::string& etag = "") {
    v1::ApproveLinkageModelRequest request;
    request.set_name(LinkageModelName(kPlan, edition));
    request.set_etag(etag);
    request.set_request_id(NewUuid());
    return service_.ApproveLinkageModel(call, request);
  }
  absl::StatusOr<v1::LinkageModelEdition> Refuse(const Call& call, const std::string& edition) {
    v1::RefuseLinkageModelRequest request;
    request.set_name(LinkageModelName(kPlan, edition));
    request.set_reason("样本太小");
    request.set_request_id(NewUuid());
    return service_.RefuseLinkageModel(call, request);
  }
  absl::StatusOr<v1::LinkageModelEdition> Get(const std::string& name) {
    v1::GetLinkageModelRequest request;
    request.set_name(name);
    return service_.GetLinkageModel(world_.auditor, request);
  }
  v1::ListLinkageModelsResponse List(int page_size = 0, const std::string& token = "") {
    v1::ListLinkageModelsRequest request;
    request.set_parent(kPlan);
    request.set_page_size(page_size);
    request.set_page_token(token);
    const auto listed = service_.ListLinkageModels(world_.emergency, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.value_or(v1::ListLinkageModelsResponse());
  }

  // An accident with a casualty, the work-injury case that follows from it, and the agreements that let them be compared.
  void ShareACase() {
    world_.Published(world_.emergency, Accident());
    v1::Record injury = Injury();
    *injury.mutable_injury()->mutable_injury_date() = ToDate(absl::CivilDay(2026, 6, 12));
    world_.Published(world_.hrss, injury);
    world_.AgreeOn(
        v1::RECORD_KIND_ACCIDENT, world_.emergency_convener,
        {"occurrence_time", "employer", "casualties.person", "casualties.outcome", "deaths", "slightly_injured"});
    world_.AgreeOn(v1::RECORD_KIND_INJURY, hrss_convener_,
                   {"person", "employer", "injury_date", "from_accident", "decision"});
    store_.SetPlans({kPlan}, 2);
  }

  World world_;
  const Call hrss_convener_ = As(type::v1::ROLE_CONVENER, "hrss");
  FakeReconciliationStore store_;
  FakeReturns returns_;
  LinkageModelService service_{world_.context, store_};
  Reconciler reconciler_{world_.context, world_.records, store_, ReconcilerOptions(), world_.metrics, returns_};
};

TEST_F(LinkageModelServiceTest, TheShippedEditionIsInForceUntilAnotherIsApprovedByBothSides) {
  ASSERT_THAT(List().models(), SizeIs(1));
  EXPECT_EQ(List().models(0).state(), v1::LINKAGE_MODEL_STATE_IN_FORCE);
  EXPECT_EQ(List().models(0).model().edition(), "2026-1");
  ASSERT_TRUE(Propose("2026-2").ok());
  ASSERT_TRUE(Approve(world_.office, "2026-2").ok());
  EXPECT_EQ(List().models(1).state(), v1::LINKAGE_MODEL_STATE_PROPOSED) << "the office alone is one side";
  const auto approved = Approve(hrss_convener_, "2026-2");
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::LINKAGE_MODEL_STATE_IN_FORCE);
  EXPECT_EQ(List().models(0).state(), v1::LINKAGE_MODEL_STATE_SUPERSEDED);
  ASSERT_TRUE(Propose("2026-3").ok());
  ASSERT_TRUE(Approve(hrss_convener_, "2026-3").ok());
  ASSERT_TRUE(Approve(world_.office, "2026-3").ok());
  EXPECT_EQ(Get(LinkageModelName(kPlan, "2026-2"))->state(), v1::LINKAGE_MODEL_STATE_SUPERSEDED);
  EXPECT_TRUE(Get(LinkageModelName(kPlan, "2026-2"))->has_cease_time());
  EXPECT_EQ(List(2).models_size(), 2);
  EXPECT_EQ(List(2, List(2).next_page_token()).models(0).model().edition(), "2026-3");
}

TEST_F(LinkageModelServiceTest, OnlyTheLeadDepartmentProposesAndOnlyItsTwoSidesDecide) {
  v1::LinkageModel model;
  model.set_edition("2026-2");
  EXPECT_EQ(ReasonOf(Propose(world_.emergency, model).status()), "NOT_LEAD_DEPARTMENT");
  EXPECT_EQ(ReasonOf(Propose(As(type::v1::ROLE_LIAISON, "hrss", "140500"), model).status()), "NOT_LEAD_DEPARTMENT");
  ASSERT_TRUE(Propose(world_.hrss, model).ok());
  for (const Call& call : {world_.hrss, world_.emergency_convener, As(type::v1::ROLE_OFFICE, "hrss", "140500"),
                           As(type::v1::ROLE_CONVENER, "hrss", "140500")}) {
    EXPECT_EQ(ReasonOf(Approve(call, "2026-2").status()), "NOT_PLAN_OFFICE") << call.caller.uri;
    EXPECT_EQ(ReasonOf(Refuse(call, "2026-2").status()), "NOT_PLAN_OFFICE") << call.caller.uri;
  }
}

TEST_F(LinkageModelServiceTest, AnEditionIsDecidedOnOnce) {
  ASSERT_TRUE(Propose("2026-2").ok());
  EXPECT_EQ(Propose("2026-2").status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Propose("2026-1").status().code(), absl::StatusCode::kAlreadyExists) << "the shipped one's name";
  EXPECT_EQ(ReasonOf(Propose("2026-3").status()), "STATE_NOT_ALLOWED") << "another one waits";
  EXPECT_EQ(ReasonOf(Approve(world_.office, "2026-2", "9").status()), "STALE_ETAG");
  ASSERT_TRUE(Approve(world_.office, "2026-2", "1").ok());
  EXPECT_EQ(ReasonOf(Approve(world_.office, "2026-2").status()), "STATE_NOT_ALLOWED") << "has the office's word";
  ASSERT_TRUE(Refuse(hrss_convener_, "2026-2").ok());
  EXPECT_EQ(ReasonOf(Approve(hrss_convener_, "2026-2").status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(List().models(0).state(), v1::LINKAGE_MODEL_STATE_IN_FORCE);
  EXPECT_TRUE(Propose("2026-3").ok());
  EXPECT_EQ(Approve(world_.office, "2026-9").status().code(), absl::StatusCode::kNotFound);
}

// Two sides put an edition into force; one of them is enough to leave things as they are, and be it the one that has approved or proposed it.
TEST_F(LinkageModelServiceTest, OneSideRefusesAlsoWhatItHasApprovedOrProposed) {
  v1::LinkageModel model;
  model.set_edition("2026-2");
  ASSERT_TRUE(Propose(hrss_convener_, model).ok());
  ASSERT_TRUE(Refuse(hrss_convener_, "2026-2").ok()) << "taken back";
  ASSERT_TRUE(Propose("2026-3").ok());
  ASSERT_TRUE(Approve(world_.office, "2026-3").ok());
  const auto refused = Refuse(world_.office, "2026-3");
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::LINKAGE_MODEL_STATE_REFUSED);
  EXPECT_EQ(List().models(0).state(), v1::LINKAGE_MODEL_STATE_IN_FORCE) << "the shipped one";
}

TEST_F(LinkageModelServiceTest, BadEditionsAreNamed) {
  v1::LinkageModel model;
  EXPECT_EQ(FaultOf(Propose(world_.hrss, model).status()), "model.edition");
  model.set_edition("2026 二版");
  EXPECT_EQ(FaultOf(Propose(world_.hrss, model).status()), "model.edition");
  model.set_edition("2026-2");
  model.add_fields()->set_field_kind("made-up");
  EXPECT_EQ(FaultOf(Propose(world_.hrss, model).status()), "model");
  model.mutable_fields(0)->set_field_kind("category");
  model.mutable_fields(0)->mutable_same_person()->set_exact(0.5);
  EXPECT_EQ(FaultOf(Propose(world_.hrss, model).status()), "model") << "shares that do not add up to 1";
  model.mutable_fields(0)->mutable_same_person()->set_close(0.5);
  EXPECT_THAT(Propose(world_.hrss, model).status().message(), HasSubstr("chance")) << "close never happens by chance";
  EXPECT_EQ(FaultOf(Get("plans/gaoping/models/1").status()), "name");
}

TEST(ReconciliationModelTest, NoEditionLowersTheThresholds) {
  v1::LinkageModelEdition edition;
  edition.mutable_model()->set_edition("2026-2");
  edition.mutable_model()->set_accept(0.5);
  edition.mutable_model()->set_ask(0.01);
  EXPECT_EQ(ReconciliationModelOf(&edition).accept, 0.95);
  EXPECT_EQ(ReconciliationModelOf(&edition).ask, 0.2);
  edition.mutable_model()->set_accept(0.99);
  EXPECT_EQ(ReconciliationModelOf(&edition).accept, 0.99);
  EXPECT_EQ(ReconciliationModelOf(nullptr).edition, linkage::ShippedModel().edition);
}

TEST_F(LinkageModelServiceTest, ARunAndItsLinksNameTheEditionInForce) {
  ShareACase();
  const auto first = reconciler_.ReconcilePlan(kPlan, false, kNever);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->model_edition(), "2026-1");
  ASSERT_THAT(*store_.LinksOf(kPlan, kNever), SizeIs(1));
  EXPECT_EQ((*store_.LinksOf(kPlan, kNever))[0].model_edition(), "2026-1");

  v1::LinkageModel model;
  model.set_edition("2026-2");
  v1::FieldModel& category = *model.add_fields();
  category.set_field_kind("category");
  category.mutable_same_person()->set_exact(0.99);
  category.mutable_same_person()->set_different(0.01);
  ASSERT_TRUE(Propose(world_.hrss, model).ok());
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, kNever)->model_edition(), "") << "a proposal changes nothing";
  ASSERT_TRUE(Approve(world_.office, "2026-2").ok());
  ASSERT_TRUE(Approve(hrss_convener_, "2026-2").ok());
  const auto second = reconciler_.ReconcilePlan(kPlan, false, kNever);
  EXPECT_EQ(second->model_edition(), "2026-2") << "linked anew, though no record has changed";
  const auto links = *store_.LinksOf(kPlan, kNever);
  ASSERT_THAT(links, SizeIs(1));
  EXPECT_EQ(links[0].model_edition(), "2026-2");
}

TEST_F(LinkageModelServiceTest, ADecisionDuringARunIsNotLost) {
  ShareACase();
  ASSERT_TRUE(reconciler_.ReconcilePlan(kPlan, true, kNever).ok());
  // Somebody decides on the link between what a run reads and what it stores.
  class Deciding : public FakeReconciliationStore {
   public:
    absl::Status Run(absl::Time now, const std::function<absl::Status(ReconciliationRows&)>& work,
                     absl::Time deadline) override {
      if (auto decide = std::exchange(decision, nullptr)) decide();
      return FakeReconciliationStore::Run(now, work, deadline);
    }
    std::function<void()> decision;
  };
  Deciding store;
  store.SetPlans({kPlan}, 2);
  Reconciler reconciler(world_.context, world_.records, store, ReconcilerOptions(), world_.metrics, returns_);
  ReconciliationService service(world_.context, store, reconciler);
  ASSERT_TRUE(reconciler.ReconcilePlan(kPlan, true, kNever).ok());
  v1::DecideLinkRequest decide;
  decide.set_name((*store.LinksOf(kPlan, kNever))[0].name());
  decide.set_reason("不是同一人");
  for (int round = 0; round < 2; ++round) {
    decide.set_same(round == 1);
    decide.set_request_id(NewUuid());
    store.decision = [&] { ASSERT_TRUE(service.DecideLink(world_.office, decide).ok()); };
    ASSERT_TRUE(reconciler.ReconcilePlan(kPlan, true, kNever).ok());
    EXPECT_EQ((*store.LinksOf(kPlan, kNever))[0].state(),
              round == 1 ? v1::LINK_STATE_CONFIRMED : v1::LINK_STATE_REJECTED);
  }
}

TEST_F(LinkageModelServiceTest, ANewVersionIsLinkedByTheNextRunOfTheDay) {
  ShareACase();
  ASSERT_EQ(reconciler_.ReconcilePlan(kPlan, false, kNever)->links(), 1);
  const std::string before = (*store_.LinksOf(kPlan, kNever))[0].right();
  v1::Record injury = Injury();
  injury.set_version(2);
  *injury.mutable_injury()->mutable_injury_date() = ToDate(absl::CivilDay(2026, 6, 13));
  world_.Published(world_.hrss, injury);
  store_.SetPlans({kPlan}, 3);
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, kNever)->links(), 1);
  EXPECT_NE((*store_.LinksOf(kPlan, kNever))[0].right(), before) << "the link is to the new version";
  injury.set_version(3);
  *injury.mutable_injury()->mutable_injury_date() = ToDate(absl::CivilDay(2026, 1, 13));
  world_.Published(world_.hrss, injury);
  store_.SetPlans({kPlan}, 4);
  EXPECT_EQ(reconciler_.ReconcilePlan(kPlan, false, kNever)->links(), 0) << "months before the accident";
  EXPECT_THAT(*store_.LinksOf(kPlan, kNever), SizeIs(0));
}

TEST_F(LinkageModelServiceTest, TooManyRecordsAreRefusedByName) {
  ShareACase();
  ReconcilerOptions options;
  options.most_records = 1;
  Reconciler reconciler(world_.context, world_.records, store_, options, world_.metrics, returns_);
  const auto refused = reconciler.ReconcilePlan(kPlan, true, kNever);
  EXPECT_EQ(ReasonOf(refused.status()), "TOO_MANY_RECORDS");
  EXPECT_THAT(refused.status().message(), HasSubstr("more than 1 records"));
  EXPECT_THAT(*store_.LinksOf(kPlan, kNever), SizeIs(0));
  options.most_records = 2;
  Reconciler enough(world_.context, world_.records, store_, options, world_.metrics, returns_);
  EXPECT_TRUE(enough.ReconcilePlan(kPlan, true, kNever).ok());
}

TEST_F(LinkageModelServiceTest, ARunShowsInTheMetrics) {
  ShareACase();
  reconciler_.Step();
  const Labels plan = {{"plan", kPlan}};
  EXPECT_EQ(
      world_.metrics.Counter("lianfang_exchange_reconciliations_total", "", {{"plan", kPlan}, {"outcome", "done"}})
          .Value(),
      1);
  EXPECT_EQ(world_.metrics.Gauge("lianfang_exchange_reconciled_records", "", plan).Value(), 2);
  EXPECT_EQ(world_.metrics.Gauge("lianfang_exchange_links", "", {{"plan", kPlan}, {"state", "linked"}}).Value(), 1);
}

}  // namespace
}  // namespace lianfang::exchange
