// The watches on a real changelog: from the beginning, from a cursor and from now, across replicas, and each identity's
// own rows.
#include "services/submission/watch_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/pg_submission_store.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kPlan[] = "gaoping-2021-2025";

// One process of the service, as far as it watches.
struct Replica {
  Replica() : pool(TestDatabase()), store(pool, pool), watches(store, pool, tailer) {}

  PgPool pool;
  Metrics metrics;
  PgSubmissionStore store;
  ChangelogTailer tailer{pool, metrics, absl::Hours(1)};
  WatchService watches;
};

Call By(const Identity& caller) {
  Call call;
  call.caller = caller;
  call.deadline = absl::Now() + absl::Seconds(30);
  return call;
}

Call ByService() {
  Identity service;
  service.role = type::v1::ROLE_SERVICE;
  return By(service);
}

Identity In(Identity identity, const std::string& region) {
  identity.region = region;
  return identity;
}

class WatchServiceTest : public testing::Test {
 protected:
  WatchServiceTest() {
    EmptyTables();
    replica_ = std::make_unique<Replica>();
    Commit(ProposePublication(ShippedPlan(kPlan)));
  }

  void Commit(Proposal proposal) {
    const auto response = CommitAt(Shanghai("2022-05-20 10:00"), replica_->store, key_, std::move(proposal));
    ASSERT_TRUE(response.ok()) << response.status();
  }

  void File(const std::string& industry) {
    Commit(ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3)));
  }

  std::unique_ptr<Feed> Returns(const Call& call, const std::string& cursor) {
    v1::WatchReturnsRequest request;
    request.set_cursor(cursor);
    auto feed = replica_->watches.WatchReturns(call, request);
    EXPECT_TRUE(feed.ok()) << feed.status();
    return *std::move(feed);
  }

  size_t CountObligations(const Call& call) {
    auto feed = *replica_->watches.WatchObligations(call, {});
    size_t count = 0;
    for (;;) {
      const auto messages = *feed->Pull();
      if (messages.empty()) return count;
      for (const std::string& bytes : messages) {
        v1::WatchObligationsResponse message;
        EXPECT_TRUE(message.ParseFromString(bytes));
        count += message.has_obligation() ? 1 : 0;
      }
    }
  }

  // Gives coal mining, of which returns were filed, from emergency to housing.
  void GiveCoalMiningToHousing() {
    type::v1::Plan amended = ShippedPlan(kPlan);
    amended.set_etag("1");
    for (auto& industry : *amended.mutable_industries()) {
      if (industry.id() == "coal-mining") industry.set_responsible_department("housing");
    }
    Commit(ProposeAmendment(amended, "职责划转"));
  }

  // What a feed has now: `ID@CURSOR` of each return, `-ID@CURSOR` of one that left, `@CURSOR` of a heartbeat.
  static std::vector<std::string> Pull(Feed& feed) {
    std::vector<std::string> seen;
    const auto messages = feed.Pull();
    EXPECT_TRUE(messages.ok()) << messages.status();
    for (const std::string& bytes : *messages) {
      v1::WatchReturnsResponse message;
      EXPECT_TRUE(message.ParseFromString(bytes));
      const bool left = !message.left().empty();
      EXPECT_EQ(message.has_commit_time(), message.has_return_() || left);
      const std::string& name = left ? message.left() : message.return_().name();
      const std::string id = name.empty() ? "" : ParseReturnName("name", name)->id;
      seen.push_back(absl::StrCat(left ? "-" : "", id, "@", ParseCursor(message.cursor())->position));
    }
    return seen;
  }

  const SigningKey key_ = SigningKey::Generate();
  std::unique_ptr<Replica> replica_;
};

// The publication makes changes 1 to 42, a filing one of its obligation and one of its return.
TEST_F(WatchServiceTest, FromTheBeginningEverythingIsToldOnce) {
  File("coal-mining");
  File("non-coal-mining");
  auto feed = Returns(ByService(), "");
  EXPECT_THAT(Pull(*feed), ElementsAre("2019-140581-coal-mining@44", "2019-140581-non-coal-mining@46"));
  EXPECT_THAT(Pull(*feed), IsEmpty());
  EXPECT_EQ(CountObligations(ByService()), 44u);
}

TEST_F(WatchServiceTest, FromNowOnThePositionIsToldAtOnce) {
  File("coal-mining");
  auto feed = Returns(ByService(), "now");
  EXPECT_THAT(Pull(*feed), ElementsAre("@44"));
  EXPECT_THAT(Pull(*feed), IsEmpty());
  File("non-coal-mining");
  EXPECT_THAT(Pull(*feed), ElementsAre("2019-140581-non-coal-mining@46"));
}

TEST_F(WatchServiceTest, ACursorHoldsAcrossRestartsAndReplicas) {
  File("coal-mining");
  EXPECT_THAT(Pull(*Returns(ByService(), "")), SizeIs(1));
  Replica other;
  replica_ = std::make_unique<Replica>();
  File("non-coal-mining");
  v1::WatchReturnsRequest request;
  request.set_cursor("c1-44");
  EXPECT_THAT(Pull(**other.watches.WatchReturns(ByService(), request)), ElementsAre("2019-140581-non-coal-mining@46"));
  EXPECT_THAT(Pull(*Returns(ByService(), "c1-44")), ElementsAre("2019-140581-non-coal-mining@46"));
}

TEST_F(WatchServiceTest, ACursorOfADatabaseThatWasSetBackIsRefused) {
  const absl::Status refused = Returns(ByService(), "c1-1000")->Pull().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "CURSOR_AHEAD");
  v1::WatchReturnsRequest request;
  request.set_cursor("yesterday");
  EXPECT_EQ(replica_->watches.WatchReturns(ByService(), request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(WatchServiceTest, EverybodySeesTheirOwnRows) {
  File("coal-mining");
  const auto sees = [this](const Identity& caller) { return Pull(*Returns(By(caller), "")); };
  EXPECT_THAT(sees(Liaison("emergency")), SizeIs(1));
  EXPECT_THAT(sees(Liaison("housing")), IsEmpty());
  EXPECT_THAT(sees(Office()), SizeIs(1));
  EXPECT_THAT(sees(In(Office(), "140500")), SizeIs(1)) << "the prefecture sees downwards";
  EXPECT_THAT(sees(In(Office(), "140582")), IsEmpty()) << "another county does not";
  EXPECT_EQ(CountObligations(By(Liaison("emergency"))), 25u);
  EXPECT_EQ(CountObligations(By(In(Liaison("emergency"), "140582"))), 0u);
}

// DutyService tells the same changes by their duties, as far as the caller may read.
TEST_F(WatchServiceTest, ObligationsAreToldInAnotherForm) {
  const auto render = [](const v1::WatchObligationsResponse& change) {
    return absl::StatusOr<std::string>(change.cursor());
  };
  const auto follow = [&](const Identity& caller) {
    return (*replica_->watches.FollowObligations(By(caller), "", render))->Pull()->size();
  };
  EXPECT_EQ(follow(Office()), 42u);
  EXPECT_EQ(follow(Liaison("emergency")), 24u);
}

// The rows of a return are its obligation's as they are now, and follow it to another department.
TEST_F(WatchServiceTest, AReturnFollowsItsObligationToAnotherDepartment) {
  File("coal-mining");
  GiveCoalMiningToHousing();  // changes 45 to 86 of the obligations, and one of the return
  EXPECT_THAT(Pull(*Returns(By(Liaison("emergency")), "")), ElementsAre("-2019-140581-coal-mining@87"));
  EXPECT_THAT(Pull(*Returns(By(Liaison("housing")), "")),
              ElementsAre("2019-140581-coal-mining@44", "2019-140581-coal-mining@87"));
}

// Those who watch while it moves: the one loses it, the other gets what was filed before he could read it.
TEST_F(WatchServiceTest, AReturnThatMovesIsToldToBothDepartments) {
  File("coal-mining");
  File("non-coal-mining");
  auto emergency = Returns(By(Liaison("emergency")), "now");
  auto housing = Returns(By(Liaison("housing")), "now");
  auto office = Returns(By(Office()), "now");
  auto service = Returns(ByService(), "now");
  for (Feed* feed : {emergency.get(), housing.get(), office.get(), service.get()}) {
    EXPECT_THAT(Pull(*feed), ElementsAre("@46"));
  }
  GiveCoalMiningToHousing();
  EXPECT_THAT(Pull(*emergency), ElementsAre("-2019-140581-coal-mining@89"));
  EXPECT_THAT(Pull(*housing), ElementsAre("2019-140581-coal-mining@89"));
  EXPECT_THAT(Pull(*office), IsEmpty()) << "nothing has changed for those who read every department's";
  EXPECT_THAT(Pull(*service), IsEmpty());
}

TEST_F(WatchServiceTest, AnObligationThatMovesIsToldToBothDepartments) {
  const auto coal_mining_2019 = [this](const Identity& caller) {
    std::vector<v1::WatchObligationsResponse> told;
    v1::WatchObligationsRequest request;
    request.set_cursor("c1-42");
    auto watch = replica_->watches.WatchObligations(By(caller), request);
    const auto pulled = (*watch)->Pull();
    for (const std::string& bytes : *pulled) {
      v1::WatchObligationsResponse message;
      EXPECT_TRUE(message.ParseFromString(bytes));
      const std::string& name = message.left().empty() ? message.obligation().name() : message.left();
      if (name == ObligationName(kPlan, "2019-140581-coal-mining")) told.push_back(message);
    }
    return told;
  };
  GiveCoalMiningToHousing();
  const auto before = coal_mining_2019(Liaison("emergency"));
  ASSERT_THAT(before, SizeIs(1));
  EXPECT_FALSE(before[0].left().empty());
  EXPECT_FALSE(before[0].has_obligation());
  EXPECT_FALSE(before[0].has_previous_owner()) << "to whom it went is not theirs to read";
  for (const Identity& caller : {Liaison("housing"), Office()}) {
    const auto after = coal_mining_2019(caller);
    ASSERT_THAT(after, SizeIs(1));
    EXPECT_EQ(after[0].obligation().department(), "housing");
    EXPECT_EQ(after[0].previous_owner().department(), "emergency");
  }
}

}  // namespace
}  // namespace lianfang::submission
