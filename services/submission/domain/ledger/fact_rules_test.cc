#include "services/submission/domain/ledger/fact_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;

v1::RecordFactRequest Fact() {
  v1::RecordFactRequest request;
  request.set_plan("plans/gaoping-2021-2025");
  request.set_kind(v1::FACT_KIND_DRAW_FROZEN);
  request.set_name("engagements/0f0f/draw");
  request.set_sha256(std::string(32, 'd'));
  return request;
}

class FactRulesTest : public testing::Test {
 protected:
  absl::StatusOr<Decision> Decide(const v1::RecordFactRequest& request) const {
    return DecideFact(snapshot_, request, Identity());
  }
  std::vector<std::string> Faults(const v1::RecordFactRequest& request) const {
    std::vector<std::string> fields;
    const auto details = BadRequestOf(Decide(request).status());
    if (!details.has_value()) return fields;
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
    return fields;
  }

  const type::v1::Plan plan_ = ShippedPlan("gaoping-2021-2025");
  const Snapshot snapshot_{&plan_, nullptr, nullptr, nullptr, {}, Shanghai("2022-05-20 10:00")};
};

TEST_F(FactRulesTest, AFactIsEnteredAsItIs) {
  const auto decision = Decide(Fact());
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->event.fact_recorded().kind(), v1::FACT_KIND_DRAW_FROZEN);
  EXPECT_EQ(decision->event.fact_recorded().name(), "engagements/0f0f/draw");
  EXPECT_EQ(decision->event.fact_recorded().sha256(), std::string(32, 'd'));
  EXPECT_EQ(decision->event.rules(), 4);
  EXPECT_EQ(decision->resource, plan_.name());
}

TEST_F(FactRulesTest, EveryFieldAtFaultIsNamed) {
  v1::RecordFactRequest request = Fact();
  request.set_kind(static_cast<v1::FactKind>(99));
  request.set_name("engagements/ 0f");
  request.set_sha256(std::string(31, 'd'));
  EXPECT_THAT(Faults(request), ElementsAre("kind", "name", "sha256"));
  request = Fact();
  request.clear_kind();
  EXPECT_THAT(Faults(request), ElementsAre("kind"));
  request = Fact();
  request.set_name(std::string(201, 'n'));
  EXPECT_THAT(Faults(request), ElementsAre("name"));
}

TEST_F(FactRulesTest, APlanThatIsNotPublishedHasNoLedger) {
  EXPECT_EQ(DecideFact({nullptr, nullptr, nullptr, nullptr, {}, absl::UnixEpoch()}, Fact(), Identity()).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(FactRulesTest, BoundsAreHeldTo) {
  v1::RecordFactRequest request = Fact();
  request.set_name(std::string(200, 'n'));
  EXPECT_THAT(Faults(request), ElementsAre());
  request.set_name("projects/A-b.c_9/x");
  EXPECT_THAT(Faults(request), ElementsAre());
  request.clear_name();
  EXPECT_THAT(Faults(request), ElementsAre("name"));
  request = Fact();
  request.set_sha256(std::string(33, 'd'));
  EXPECT_THAT(Faults(request), ElementsAre("sha256"));
  EXPECT_EQ(
      ErrorInfoOf(DecideFact({nullptr, nullptr, nullptr, nullptr, {}, absl::UnixEpoch()}, Fact(), Identity()).status())
          ->reason(),
      "NO_SUCH_PLAN");
}

}  // namespace
}  // namespace lianfang::submission
