// The duties of obligations, listed and told. What an obligation owes in which state is in deadlines/duties_test.cc.
#include "services/submission/duty_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using duty::v1::Duty;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kCoal[] = "2019-140581-coal-mining";

class DutyServiceTest : public testing::Test {
 protected:
  DutyServiceTest() : clock_(Shanghai("2022-05-20 10:00")) {
    EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok());
  }

  static Call By(const Identity& caller) {
    Call call;
    call.caller = caller;
    call.deadline = absl::InfiniteFuture();
    return call;
  }

  static duty::v1::ListDutiesRequest OfPlan(int page_size = 1000) {
    duty::v1::ListDutiesRequest request;
    request.set_parent(PlanName(kPlan));
    request.set_page_size(page_size);
    return request;
  }

  // All pages.
  std::vector<Duty> List(const Identity& caller, duty::v1::ListDutiesRequest request) {
    std::vector<Duty> duties;
    do {
      const auto page = service_.ListDuties(By(caller), request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(page->duties_size(), request.page_size());
      duties.insert(duties.end(), page->duties().begin(), page->duties().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return duties;
  }

  FakeClock clock_;
  const SigningKey key_ = SigningKey::Generate();
  FakeSubmissionStore store_;
  WatchService::Render<v1::WatchObligationsResponse> render_;  // that the last watch was begun with
  DutyService service_{store_,
                       [this](const Call&, const std::string&, auto render) {
                         render_ = std::move(render);
                         return absl::StatusOr<std::unique_ptr<Feed>>(nullptr);
                       },
                       clock_};
};

std::vector<std::string> Names(const std::vector<Duty>& duties) {
  std::vector<std::string> names;
  for (const Duty& duty : duties) names.push_back(duty.resource() + "#" + duty.occasion());
  return names;
}

// 42 obligations, of which some ask for final figures; pages of any size have the same duties in the same order.
TEST_F(DutyServiceTest, ListsEveryDutyOnceInPagesOfAnySize) {
  const std::vector<Duty> all = List(Office(), OfPlan());
  EXPECT_GT(all.size(), 42u);
  for (const int size : {1, 7, 50}) EXPECT_EQ(Names(List(Office(), OfPlan(size))), Names(all)) << size;
  const std::vector<std::string> names = Names(all);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST_F(DutyServiceTest, EverybodyListsTheirOwnRows) {
  for (const Duty& duty : List(Liaison("emergency"), OfPlan())) EXPECT_EQ(duty.department(), "emergency");
  EXPECT_THAT(List(Liaison("emergency"), OfPlan()), ::testing::Not(IsEmpty()));
  auto housing = OfPlan();
  housing.set_department("housing");
  EXPECT_THAT(List(Liaison("emergency"), housing), IsEmpty());
  Identity elsewhere = Office();
  elsewhere.region = "140582";
  EXPECT_THAT(List(elsewhere, OfPlan()), IsEmpty());
}

TEST_F(DutyServiceTest, StatesAreThoseOfTheInstantAsked) {
  auto request = OfPlan();
  request.set_resource(ObligationName(kPlan, kCoal));
  ASSERT_THAT(List(Office(), request), SizeIs(1));
  const Duty owed = List(Office(), request)[0];
  EXPECT_EQ(owed.state(), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(owed.title().zh(), "煤矿 2019年度");
  request.add_states(duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_THAT(List(Office(), request), IsEmpty());
  *request.mutable_as_of() = ToTimestamp(Shanghai("2022-06-01 00:00"));
  EXPECT_THAT(List(Office(), request), SizeIs(1));
  ASSERT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposeFiling(Filing(ObligationName(kPlan, kCoal), 2, 1, 3))).ok());
  EXPECT_THAT(List(Office(), request), IsEmpty());
}

TEST_F(DutyServiceTest, ABadRequestIsNamed) {
  auto request = OfPlan();
  request.set_parent("gaoping");
  EXPECT_EQ(BadRequestOf(service_.ListDuties(By(Office()), request).status())->field_violations(0).field(), "parent");
  request = OfPlan();
  request.set_resource("gaoping");
  EXPECT_EQ(BadRequestOf(service_.ListDuties(By(Office()), request).status())->field_violations(0).field(), "resource");
  request = OfPlan();
  request.set_page_token("nonsense");
  EXPECT_EQ(service_.ListDuties(By(Office()), request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(DutyServiceTest, AChangeIsToldAsTheDutiesThatFollowFromIt) {
  ASSERT_TRUE(service_.WatchDuties(By(Office()), {}).ok());
  v1::WatchObligationsResponse change;
  *change.mutable_obligation() =
      store_.LoadObligations({ObligationName(kPlan, kCoal)}, absl::InfiniteFuture())->at(ObligationName(kPlan, kCoal));
  *change.mutable_commit_time() = ToTimestamp(clock_.Now());
  change.set_cursor("c1");
  duty::v1::WatchDutiesResponse told;
  ASSERT_TRUE(told.ParseFromString(*render_(change)));
  EXPECT_EQ(told.cursor(), "c1");
  EXPECT_EQ(told.resource(), change.obligation().name());
  EXPECT_EQ(FromTimestamp(told.commit_time()), clock_.Now());
  ASSERT_THAT(told.duties(), SizeIs(1));
  EXPECT_EQ(told.duties(0).state(), duty::v1::DUTY_STATE_UNSPECIFIED);
  EXPECT_EQ(told.duties(0).plan_edition(), 1);

  v1::WatchObligationsResponse position;
  position.set_cursor("c2");
  duty::v1::WatchDutiesResponse heartbeat;
  ASSERT_TRUE(heartbeat.ParseFromString(*render_(position)));
  EXPECT_EQ(heartbeat.cursor(), "c2");
  EXPECT_EQ(heartbeat.resource(), "");
  EXPECT_FALSE(heartbeat.has_commit_time());
}

TEST_F(DutyServiceTest, AnObligationThatLeftTheRowsOfWhoeverFollowsHasNoDutiesThere) {
  ASSERT_TRUE(service_.WatchDuties(By(Office()), {}).ok());
  v1::WatchObligationsResponse change;
  change.set_cursor("c1");
  change.set_left(ObligationName(kPlan, kCoal));
  *change.mutable_commit_time() = ToTimestamp(clock_.Now());
  duty::v1::WatchDutiesResponse told;
  ASSERT_TRUE(told.ParseFromString(*render_(change)));
  EXPECT_EQ(told.resource(), ObligationName(kPlan, kCoal));
  EXPECT_EQ(told.duties_size(), 0);
  EXPECT_EQ(FromTimestamp(told.commit_time()), clock_.Now());
}

}  // namespace
}  // namespace lianfang::submission
