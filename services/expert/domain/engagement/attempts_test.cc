#include "services/expert/domain/engagement/attempts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

EngagementRecord Earlier(const std::string& name, v1::EngagementState state = v1::ENGAGEMENT_STATE_CANCELLED) {
  EngagementRecord record{testing::Planned(), "140581"};
  record.document.set_name(name);
  record.document.set_state(state);
  return record;
}

std::vector<std::string> Attempts(const std::vector<EngagementRecord>& frozen,
                                  const v1::Engagement& engagement = testing::Planned()) {
  return EarlierAttempts(engagement, frozen, testing::Now());
}

TEST(AttemptsTest, FrozenEngagementsOfTheSameMatterCountUnlessHeld) {
  EXPECT_THAT(Attempts({Earlier("engagements/b"), Earlier("engagements/a", v1::ENGAGEMENT_STATE_FROZEN),
                        Earlier("engagements/c", v1::ENGAGEMENT_STATE_INVITING),
                        Earlier("engagements/rated", v1::ENGAGEMENT_STATE_RATED)}),
              ElementsAre("engagements/a", "engagements/b", "engagements/c"));
  EngagementRecord held = Earlier("engagements/held", v1::ENGAGEMENT_STATE_CONFIRMED);
  held.document.mutable_end_time()->set_seconds(1);
  EXPECT_THAT(Attempts({held}), IsEmpty());
  EXPECT_THAT(Attempts({Earlier(testing::Planned().name())}), IsEmpty()) << "itself";
}

TEST(AttemptsTest, AnotherMatterIsNoAttempt) {
  EngagementRecord other = Earlier("engagements/a");
  *other.document.mutable_parties(0) = testing::Party(testing::kEmployerCode);
  EXPECT_THAT(Attempts({other}), IsEmpty());
  *other.document.add_parties() = testing::Party();
  EXPECT_THAT(Attempts({other}), ElementsAre("engagements/a")) << "one party in common";
  other.document.set_kind(v1::ENGAGEMENT_KIND_ACCEPTANCE);
  EXPECT_THAT(Attempts({other}), IsEmpty());
}

// Another department that asks does not make another matter of it.
TEST(AttemptsTest, WithoutPartiesTheSubjectTells) {
  v1::Engagement lecture = testing::Planned();
  lecture.clear_parties();
  EngagementRecord before = Earlier("engagements/a");
  before.document.clear_parties();
  before.document.set_requesting_department("emergency");
  EXPECT_THAT(Attempts({before}, lecture), ElementsAre("engagements/a"));
  before.document.set_subject("另一场宣讲");
  EXPECT_THAT(Attempts({before}, lecture), IsEmpty());
}

}  // namespace
}  // namespace lianfang::expert
