#include "services/coordination/duty_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/coordination/evidence/task_tick.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FirstField;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::World;

// Hands over what the service encodes of each change.
class FakeFeed : public Feed {
 public:
  explicit FakeFeed(ChangelogFeed::Encode encode) : encode_(std::move(encode)) {}
  absl::StatusOr<std::vector<std::string>> Pull() override { return std::vector<std::string>(); }
  void Subscribe(std::function<void()>) override {}
  absl::StatusOr<std::optional<std::string>> Encode(const std::string& payload) { return encode_(payload, "c"); }

 private:
  ChangelogFeed::Encode encode_;
};

class DutyServiceTest : public ::testing::Test {
 protected:
  World world_;
  DutyService duties_{
      world_.context,
      [](const Call&, const std::string&, ChangelogFeed::Encode encode) -> absl::StatusOr<std::unique_ptr<Feed>> {
        return std::make_unique<FakeFeed>(std::move(encode));
      }};

  // Kind and department of each duty.
  std::vector<std::string> List(const Call& call, duty::v1::ListDutiesRequest request) {
    if (request.parent().empty()) request.set_parent("plans/-");
    std::vector<std::string> found;
    do {
      const auto page = duties_.ListDuties(call, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& duty : page->duties()) found.push_back(absl::StrCat(duty.kind().id(), " ", duty.department()));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
};

TEST_F(DutyServiceTest, ListsWhatEverybodyOwesByPage) {
  Metrics metrics;
  TaskTick(world_.context, world_.evidence, metrics, {.actor = "x"}).Step();
  world_.Serve();
  ASSERT_TRUE(world_.Convene().ok());
  v1::IssueOpinionRequest opinion;
  *opinion.mutable_opinion() = testing::Wish();
  opinion.set_request_id(NewUuid());
  ASSERT_TRUE(world_.opinions.IssueOpinion(world_.observer, opinion).ok());
  duty::v1::ListDutiesRequest request;
  const auto all = List(world_.office, request);
  EXPECT_EQ(all.size(), 7u + 1u + 3u + 2u + 1u);
  request.set_page_size(2);
  EXPECT_EQ(List(world_.office, request), all);
  request.set_department("union");
  EXPECT_THAT(List(world_.office, request), ElementsAre("conference-reply union"));
  request.clear_department();
  request.add_states(duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_THAT(List(world_.office, request), ElementsAre("task emergency"));
}

TEST_F(DutyServiceTest, ADepartmentSeesTheDutiesOfItsRows) {
  const v1::Order order = world_.Serve();
  EXPECT_THAT(List(world_.health, {}), Contains("rectification emergency"));
  EXPECT_THAT(List(world_.housing, {}), Not(Contains("rectification emergency")));
  duty::v1::ListDutiesRequest request;
  request.set_resource(order.name());
  EXPECT_THAT(List(world_.health, request),
              ElementsAre("rectification emergency", "reinspection emergency", "order-serving emergency"));
  EXPECT_THAT(List(world_.housing, request), IsEmpty());
}

TEST_F(DutyServiceTest, RefusesWhatIsNoParentAndNoResource) {
  duty::v1::ListDutiesRequest request;
  request.set_parent("x");
  EXPECT_EQ(FirstField(duties_.ListDuties(world_.office, request).status()), "parent");
  request.set_parent("plans/-");
  request.set_resource("engagements/x");
  EXPECT_EQ(FirstField(duties_.ListDuties(world_.office, request).status()), "resource");
}

TEST_F(DutyServiceTest, TellsEachChangeToWhoeverMaySeeIt) {
  const v1::Order order = world_.Serve();
  const std::string payload = world_.store.changes().back().payload;
  const auto told_to = [&](const Call& call) {
    auto feed = duties_.WatchDuties(call, {});
    return *dynamic_cast<FakeFeed&>(**feed).Encode(payload);
  };
  Call service = testing::As({});
  service.caller.role = type::v1::ROLE_SERVICE;
  duty::v1::WatchDutiesResponse told;
  ASSERT_TRUE(told.ParseFromString(*told_to(service)));
  EXPECT_EQ(told.resource(), order.name());
  EXPECT_EQ(told.duties_size(), 3);
  EXPECT_EQ(told.cursor(), "c");
  EXPECT_FALSE(told_to(world_.housing).has_value());
  EXPECT_TRUE(told_to(world_.health).has_value());
}

}  // namespace
}  // namespace lianfang::coordination
