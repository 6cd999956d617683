// The duties of draws, engagements and experts, listed and told. What each owes in which state is in
// domain/duty/expert_duties_test.cc.
#include "services/expert/duty_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/duty/expert_duties.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::WatchDutiesResponse;
using testing::As;
using testing::AsService;
using ::testing::Each;
using ::testing::IsEmpty;
using testing::Now;
using ::testing::SizeIs;
using testing::World;

class DutyServiceTest : public ::testing::Test {
 protected:
  static ListDutiesRequest OfPlan(const std::string& resource = "", int page_size = 1000) {
    ListDutiesRequest request;
    request.set_parent("plans/sample");
    request.set_resource(resource);
    request.set_page_size(page_size);
    return request;
  }

  // All pages.
  std::vector<Duty> List(const Call& call, ListDutiesRequest request) {
    std::vector<Duty> duties;
    do {
      const auto page = service_.ListDuties(call, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(page->duties_size(), request.page_size());
      duties.insert(duties.end(), page->duties().begin(), page->duties().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return duties;
  }

  std::vector<std::string> Kinds(const Call& call, const ListDutiesRequest& request) {
    std::vector<std::string> kinds;
    for (const Duty& duty : List(call, request)) kinds.push_back(duty.kind().id());
    return kinds;
  }

  // What the last watch would send of this change.
  std::optional<WatchDutiesResponse> Told(const std::string& payload) {
    const auto bytes = encode_(payload, "c1");
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    if (!bytes.ok() || !bytes->has_value()) return std::nullopt;
    WatchDutiesResponse told;
    EXPECT_TRUE(told.ParseFromString(**bytes));
    EXPECT_EQ(told.cursor(), "c1");
    return told;
  }

  World world_;
  ChangelogFeed::Encode encode_;  // that the last watch was begun with
  DutyService service_{world_.context, [this](const Call&, const std::string&, ChangelogFeed::Encode encode) {
                         encode_ = std::move(encode);
                         return absl::StatusOr<std::unique_ptr<Feed>>(nullptr);
                       }};
};

std::vector<std::string> Names(const std::vector<Duty>& duties) {
  std::vector<std::string> names;
  for (const Duty& duty : duties) names.push_back(duty.resource() + "#" + duty.occasion());
  return names;
}

// One nonce, the answers of one panel, six terms.
TEST_F(DutyServiceTest, ListsEveryDutyOnceInPagesOfAnySize) {
  world_.Drawn();
  const std::vector<std::string> all = Names(List(world_.office, OfPlan()));
  EXPECT_THAT(all, SizeIs(8));
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  for (const int size : {1, 3, 50}) EXPECT_EQ(Names(List(world_.office, OfPlan("", size))), all) << size;
}

TEST_F(DutyServiceTest, EverybodyListsTheirOwnRows) {
  const v1::Engagement engagement = world_.Drawn();
  EXPECT_THAT(Kinds(world_.housing, OfPlan(engagement.name())), SizeIs(1)) << "the department that asked";
  EXPECT_THAT(Kinds(world_.emergency, OfPlan(engagement.name())), IsEmpty());
  EXPECT_THAT(Kinds(world_.emergency, OfPlan(engagement.name() + "/draw")), IsEmpty());
  EXPECT_THAT(Kinds(world_.emergency, OfPlan()), Each(std::string(kTermEndKind))) << "departments see members";
  EXPECT_THAT(List(As(type::v1::ROLE_OFFICE, "hrss", "140582"), OfPlan()), IsEmpty());
  auto another = OfPlan();
  another.set_parent("plans/another");
  EXPECT_THAT(List(world_.office, another), IsEmpty());
  another.set_parent("plans/-");
  EXPECT_THAT(List(world_.office, another), SizeIs(8));
}

TEST_F(DutyServiceTest, HowManyOfASealedPanelHaveAnsweredIsSealedToo) {
  const v1::Engagement engagement = world_.Drawn();
  world_.source.plan = testing::PlanWith([](type::v1::ExpertPool& pool) { pool.set_panel_sealed(true); });
  world_.clock.Advance(absl::Minutes(1));
  EXPECT_THAT(Kinds(world_.housing, OfPlan(engagement.name())), IsEmpty());
  EXPECT_THAT(Kinds(world_.office, OfPlan(engagement.name())), SizeIs(1));
}

TEST_F(DutyServiceTest, StatesAreThoseOfTheInstantAsked) {
  for (int i = 1; i <= 6; ++i) world_.Admit(i);
  const std::string draw = world_.Freeze(world_.Create()->name())->name();
  auto request = OfPlan(draw);
  request.add_states(duty::v1::DUTY_STATE_OPEN);
  EXPECT_THAT(List(world_.observer, request), SizeIs(1));
  *request.mutable_as_of() = testing::Need().start_time();
  EXPECT_THAT(List(world_.observer, request), IsEmpty());
  request.clear_as_of();
  ASSERT_TRUE(world_.GiveNonce(world_.GetDraw(draw.substr(0, draw.rfind('/')))).ok());
  EXPECT_THAT(List(world_.observer, request), IsEmpty());
  request.set_states(0, duty::v1::DUTY_STATE_MET);
  EXPECT_THAT(List(world_.observer, request), SizeIs(1));
}

TEST_F(DutyServiceTest, FiltersNarrow) {
  world_.Drawn();
  auto request = OfPlan();
  request.set_department("hrss");
  EXPECT_THAT(List(world_.office, request), SizeIs(7)) << "all but the observer's nonce";
  request.set_region("140582");
  EXPECT_THAT(List(world_.office, request), IsEmpty());
}

TEST_F(DutyServiceTest, APoolThatALaterEditionLacksOwesNothing) {
  world_.Drawn();
  auto plan = std::make_shared<type::v1::Plan>(*world_.source.plan);
  plan->clear_pools();
  world_.source.plan = plan;
  world_.clock.Advance(absl::Minutes(1));
  EXPECT_THAT(List(world_.office, OfPlan()), IsEmpty());
}

TEST_F(DutyServiceTest, ABadRequestIsNamed) {
  const auto field = [&](const ListDutiesRequest& request) {
    return BadRequestOf(service_.ListDuties(world_.office, request).status())->field_violations(0).field();
  };
  auto request = OfPlan();
  request.set_parent("gaoping");
  EXPECT_EQ(field(request), "parent");
  EXPECT_EQ(field(OfPlan("plans/sample/obligations/a")), "resource");
  request = OfPlan();
  request.set_page_token("nonsense");
  EXPECT_EQ(service_.ListDuties(world_.office, request).status().code(), absl::StatusCode::kInvalidArgument);
}

// A follower that begins at the beginning comes to what a list says.
TEST_F(DutyServiceTest, TheChangesToldToServicesAddUpToTheList) {
  const v1::Engagement engagement = world_.Drawn();
  ASSERT_TRUE(service_.WatchDuties(AsService("notification"), {}).ok());
  std::map<std::string, WatchDutiesResponse> last;
  for (const lianfang::Change& change : world_.store.changes()) {
    const auto told = Told(change.payload);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(FromTimestamp(told->commit_time()), Now());
    last[told->resource()] = *told;
  }
  int duties = 0;
  for (const auto& [resource, told] : last) duties += told.duties_size();
  EXPECT_EQ(duties, 8);
  ASSERT_THAT(last[engagement.name() + "/draw"].duties(), SizeIs(1));
  EXPECT_EQ(last[engagement.name() + "/draw"].duties(0).state(), duty::v1::DUTY_STATE_UNSPECIFIED);
  const auto heartbeat = Told("");
  EXPECT_EQ(heartbeat->resource(), "");
  EXPECT_FALSE(heartbeat->has_commit_time());
}

TEST_F(DutyServiceTest, ChangesAreToldToWhomTheRowsAre) {
  const v1::Engagement engagement = world_.Drawn();
  const std::string member = engagement.invitations(0).expert();
  const std::string nominated = world_.Nominate(9)->name();
  ASSERT_TRUE(service_.WatchDuties(world_.housing, {}).ok());
  EXPECT_TRUE(Told("1 " + engagement.name()).has_value());
  EXPECT_THAT(Told("1 " + member)->duties(), SizeIs(1));
  EXPECT_FALSE(Told("1 " + nominated).has_value()) << "another department's, and no member yet";
  EXPECT_FALSE(Told("1 experts/none").has_value());
  EXPECT_EQ(encode_("nonsense", "c1").status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE(service_.WatchDuties(world_.emergency, {}).ok());
  EXPECT_FALSE(Told("1 " + engagement.name()).has_value());
  ASSERT_TRUE(service_.WatchDuties(As(type::v1::ROLE_OFFICE, "hrss", "140582"), {}).ok());
  EXPECT_FALSE(Told("1 " + member).has_value());
}

TEST_F(DutyServiceTest, AMemberWhoLeavesTheRowsOfADepartmentHasNoDutiesThere) {
  const std::string member = world_.Admit(1);
  auto request = World::About<v1::RetireExpertRequest>(member);
  request.set_reason("本人申请");
  ASSERT_TRUE(world_.memberships.RetireExpert(world_.office, request).ok());
  ASSERT_TRUE(service_.WatchDuties(world_.housing, {}).ok());
  const auto told = Told("1 " + member);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->resource(), member);
  EXPECT_THAT(told->duties(), IsEmpty());
  ASSERT_TRUE(service_.WatchDuties(world_.emergency, {}).ok());
  EXPECT_THAT(Told("1 " + member)->duties(), SizeIs(1)) << "who nominated sees the row all the same";
}

}  // namespace
}  // namespace lianfang::expert
