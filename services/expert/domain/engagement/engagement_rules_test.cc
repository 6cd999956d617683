#include "services/expert/domain/engagement/engagement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

// Paths of the fields at fault.
std::vector<std::string> Faults(const std::function<void(v1::Engagement&)>& spoil) {
  v1::Engagement need = testing::Need();
  spoil(need);
  const auto details = BadRequestOf(CheckEngagement(need, testing::Pool(), testing::Now()));
  std::vector<std::string> fields;
  if (details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(EngagementRulesTest, ASoundNeedHasNoFault) {
  EXPECT_TRUE(Faults([](v1::Engagement&) {}).empty());
}

// Both stand in mails and calendars; the notification service refuses a subject of two lines.
TEST(EngagementRulesTest, SubjectAndPlaceAreOneLineThatReadsAsItIsStored) {
  for (const char* text : {"评审\n会", "评审\u202a会"}) {
    EXPECT_THAT(Faults([&](v1::Engagement& need) { need.set_subject(text); }), ElementsAre("engagement.subject"));
    EXPECT_THAT(Faults([&](v1::Engagement& need) { need.set_place(text); }), ElementsAre("engagement.place"));
  }
}

// Longer ones make a mail's subject that the notification service refuses.
TEST(EngagementRulesTest, ASubjectFitsTheSubjectOfAMail) {
  const auto subject = [](int characters) {
    std::string text;
    for (int i = 0; i < characters; ++i) text += "评";
    return [text](v1::Engagement& need) { need.set_subject(text); };
  };
  EXPECT_TRUE(Faults(subject(200)).empty());
  EXPECT_THAT(Faults(subject(201)), ElementsAre("engagement.subject"));
}

TEST(EngagementRulesTest, TheMatterIsAResourceName) {
  const auto matter = [](const std::string& name) { return [name](v1::Engagement& need) { need.set_matter(name); }; };
  EXPECT_TRUE(Faults(matter("projects/0a1b")).empty());
  EXPECT_TRUE(Faults(matter("plans/sample/rateLists/2026")).empty());
  EXPECT_TRUE(Faults(matter("projects/" + std::string(191, 'a'))).empty());
  for (const std::string& bad :
       {std::string("projects"), std::string("projects/"), std::string("/a"), std::string("projects/a/b"),
        std::string("projects/a b"), std::string("项目/一"), "projects/" + std::string(192, 'a')}) {
    EXPECT_THAT(Faults(matter(bad)), ElementsAre("engagement.matter")) << bad;
  }
}

TEST(EngagementRulesTest, APartyOrItsGroupIsNamedOnce) {
  EXPECT_TRUE(Faults([](v1::Engagement& need) {
                *need.add_related_parties() = testing::Party(testing::kEmployerCode);
              }).empty());
  EXPECT_THAT(Faults([](v1::Engagement& need) { *need.add_related_parties() = testing::Party(); }),
              ElementsAre("engagement.related_parties[0]"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.add_related_parties(); }),
              ElementsAre("engagement.related_parties[0].credit_code", "engagement.related_parties[0].display_name"));
}

TEST(EngagementRulesTest, PanelsAreOddAndLargeEnough) {
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_panel_size(4); }), ElementsAre("engagement.panel_size"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_panel_size(1); }), ElementsAre("engagement.panel_size"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_panel_size(65); }), ElementsAre("engagement.panel_size"));
  const auto costly = [](v1::Engagement& need) {
    need.mutable_amount()->set_currency_code("CNY");
    need.mutable_amount()->set_units(1'000'000);
  };
  EXPECT_THAT(Faults(costly), ElementsAre("engagement.panel_size")) << "five from a million on";
  EXPECT_TRUE(Faults([&](v1::Engagement& need) {
                costly(need);
                need.set_kind(v1::ENGAGEMENT_KIND_DIAGNOSIS);
              }).empty());
  EXPECT_TRUE(Faults([&](v1::Engagement& need) {
                costly(need);
                need.mutable_amount()->set_units(999'999);
                need.mutable_amount()->set_nanos(999'999'999);
              }).empty());
}

TEST(EngagementRulesTest, NeedsFitThePanelAndThePool) {
  const auto keep = [](const std::string& specialty, int seats) {
    return [specialty, seats](v1::Engagement& need) {
      auto& kept = *need.add_specialty_needs();
      kept.set_specialty(specialty);
      kept.set_seats(seats);
    };
  };
  EXPECT_TRUE(Faults(keep("health", 3)).empty());
  EXPECT_THAT(Faults(keep("health", 4)), ElementsAre("engagement.specialty_needs"));
  EXPECT_THAT(Faults(keep("magic", 1)), ElementsAre("engagement.specialty_needs[0].specialty"));
  EXPECT_THAT(Faults(keep("health", 0)), ElementsAre("engagement.specialty_needs[0].seats"));
  EXPECT_THAT(Faults([&](v1::Engagement& need) {
                keep("health", 1)(need);
                keep("health", 1)(need);
              }),
              ElementsAre("engagement.specialty_needs[1].specialty"));
}

TEST(EngagementRulesTest, TimesPartiesAndPlaces) {
  EXPECT_THAT(Faults([](v1::Engagement& need) { *need.mutable_start_time() = ToTimestamp(testing::Now()); }),
              Contains("engagement.start_time"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { *need.mutable_end_time() = need.start_time(); }),
              ElementsAre("engagement.end_time"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.mutable_response_period()->set_seconds(3599); }),
              ElementsAre("engagement.response_period"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.clear_parties(); }), ElementsAre("engagement.parties"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.mutable_parties(0)->set_credit_code("91350100M000100Y44"); }),
              ElementsAre("engagement.parties[0].credit_code"));
  EXPECT_TRUE(Faults([](v1::Engagement& need) {
                need.clear_parties();
                need.set_kind(v1::ENGAGEMENT_KIND_PUBLICITY_TRAINING);
              }).empty());
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_requesting_department("nobody"); }),
              ElementsAre("engagement.requesting_department"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_state(v1::ENGAGEMENT_STATE_RATED); }),
              ElementsAre("engagement.name"));
}

TEST(EngagementRulesTest, AConfirmedPanelIsHeldOnceTheEndHasPassed) {
  v1::Engagement engagement = testing::Planned();
  engagement.set_state(v1::ENGAGEMENT_STATE_CONFIRMED);
  EXPECT_EQ(StateAt(engagement, testing::At(absl::CivilSecond(2026, 6, 10, 10, 59, 59))),
            v1::ENGAGEMENT_STATE_CONFIRMED);
  EXPECT_EQ(StateAt(engagement, testing::At(absl::CivilSecond(2026, 6, 10, 11))), v1::ENGAGEMENT_STATE_HELD);
  EXPECT_FALSE(Cancel(engagement, "too late", testing::At(absl::CivilSecond(2026, 6, 10, 11))).ok());
  EXPECT_EQ(engagement.cancel_reason(), "");
  ASSERT_TRUE(Cancel(engagement, "企业停产", testing::At(absl::CivilSecond(2026, 6, 9, 11))).ok());
  EXPECT_EQ(engagement.state(), v1::ENGAGEMENT_STATE_CANCELLED);
  EXPECT_EQ(engagement.cancel_reason(), "企业停产");
}

}  // namespace
}  // namespace lianfang::expert
