#include "services/expert/domain/engagement/engagement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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

TEST(EngagementRulesTest, BoundsAreHeldTo) {
  const auto lasting = [](absl::Duration length) {
    return [length](v1::Engagement& need) {
      *need.mutable_end_time() = ToTimestamp(FromTimestamp(need.start_time()) + length);
    };
  };
  EXPECT_TRUE(Faults(lasting(absl::Hours(24 * 30))).empty());
  EXPECT_THAT(Faults(lasting(absl::Hours(24 * 30) + absl::Seconds(1))), ElementsAre("engagement.end_time"));
  const auto answering = [](int64_t seconds, int32_t nanos = 0) {
    return [seconds, nanos](v1::Engagement& need) {
      need.mutable_response_period()->set_seconds(seconds);
      need.mutable_response_period()->set_nanos(nanos);
    };
  };
  EXPECT_TRUE(Faults(answering(3600)).empty());
  EXPECT_TRUE(Faults(answering(14 * 24 * 3600)).empty());
  EXPECT_THAT(Faults(answering(14 * 24 * 3600, 1)), ElementsAre("engagement.response_period"));
  EXPECT_TRUE(Faults([](v1::Engagement& need) {
                *need.mutable_start_time() = ToTimestamp(testing::Now() + absl::Seconds(1));
              }).empty());
  EXPECT_TRUE(Faults([](v1::Engagement& need) { need.set_panel_size(63); }).empty());
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_panel_size(-1); }), Contains("engagement.panel_size"));
  EXPECT_TRUE(Faults([](v1::Engagement& need) { need.set_workload_limit(0); }).empty());
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_workload_limit(-1); }),
              ElementsAre("engagement.workload_limit"));
  std::string place;
  for (int i = 0; i < 500; ++i) place += "楼";
  EXPECT_TRUE(Faults([&](v1::Engagement& need) { need.set_place(place); }).empty());
  EXPECT_THAT(Faults([&](v1::Engagement& need) { need.set_place(place + "楼"); }), ElementsAre("engagement.place"));
}

TEST(EngagementRulesTest, WhatThePlanDoesNotKnowIsNamed) {
  EXPECT_TRUE(Faults([](v1::Engagement& need) { need.set_industry("construction"); }).empty());
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_industry("fishing"); }), ElementsAre("engagement.industry"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_region("x"); }), ElementsAre("engagement.region"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.set_kind(static_cast<v1::EngagementKind>(99)); }),
              ElementsAre("engagement.kind"));
  EXPECT_THAT(Faults([](v1::Engagement& need) { need.mutable_amount()->set_units(1); }),
              ElementsAre("engagement.amount"))
      << "without a currency";
}

TEST(EngagementRulesTest, EveryFieldOfTheServersIsRefused) {
  const std::function<void(v1::Engagement&)> gives[] = {[](auto& need) { need.set_name("engagements/x"); },
                                                        [](auto& need) { need.add_invitations(); },
                                                        [](auto& need) { need.add_ratings(); },
                                                        [](auto& need) { need.set_cancel_reason("x"); },
                                                        [](auto& need) { need.set_creator("x"); },
                                                        [](auto& need) { need.set_attempt(1); },
                                                        [](auto& need) { need.add_earlier_attempts("x"); },
                                                        [](auto& need) { need.add_conflict_reports(); },
                                                        [](auto& need) { need.set_etag("1"); },
                                                        [](auto& need) { need.mutable_create_time(); },
                                                        [](auto& need) { need.mutable_update_time(); }};
  int number = 0;
  for (const auto& give : gives) {
    EXPECT_THAT(Faults(give), ElementsAre("engagement.name")) << number;
    ++number;
  }
}

TEST(EngagementRulesTest, PartiesAreAtMostAHundred) {
  EXPECT_THAT(Faults([](v1::Engagement& need) { *need.add_parties() = need.parties(0); }),
              ElementsAre("engagement.parties[1]"))
      << "named twice";
  const auto many = [](int count) {
    const std::vector<std::string> faults = Faults([count](v1::Engagement& need) {
      need.clear_parties();
      for (int i = 0; i < count; ++i) need.add_parties();
    });
    return std::count(faults.begin(), faults.end(), "engagement.parties");
  };
  EXPECT_EQ(many(100), 0);
  EXPECT_EQ(many(101), 1);
}

TEST(EngagementStateTest, FollowsFromItsInvitations) {
  const auto settled = [](int open, int accepted, int declined) {
    v1::Engagement engagement = testing::Planned();
    const auto add = [&engagement](int count, v1::InvitationState state) {
      for (int i = 0; i < count; ++i) engagement.add_invitations()->set_state(state);
    };
    add(open, v1::INVITATION_STATE_INVITED);
    add(accepted, v1::INVITATION_STATE_ACCEPTED);
    add(declined, v1::INVITATION_STATE_DECLINED);
    SettleState(engagement);
    return engagement.state();
  };
  EXPECT_EQ(settled(3, 0, 0), v1::ENGAGEMENT_STATE_INVITING);
  EXPECT_EQ(settled(1, 2, 5), v1::ENGAGEMENT_STATE_INVITING);
  EXPECT_EQ(settled(0, 3, 1), v1::ENGAGEMENT_STATE_CONFIRMED);
  EXPECT_EQ(settled(0, 2, 1), v1::ENGAGEMENT_STATE_EXHAUSTED);
  EXPECT_EQ(settled(1, 1, 1), v1::ENGAGEMENT_STATE_EXHAUSTED) << "two of three seats, and nobody to follow";
}

TEST(EngagementStateTest, ACancellationWithdrawsTheSeatsThatAreHeld) {
  v1::Engagement engagement = testing::Planned();
  for (const auto state :
       {v1::INVITATION_STATE_INVITED, v1::INVITATION_STATE_ACCEPTED, v1::INVITATION_STATE_DECLINED}) {
    engagement.add_invitations()->set_state(state);
  }
  ASSERT_TRUE(Cancel(engagement, "企业停产", testing::Now()).ok());
  for (const int i : {0, 1}) {
    EXPECT_EQ(engagement.invitations(i).state(), v1::INVITATION_STATE_WITHDRAWN);
    EXPECT_EQ(engagement.invitations(i).reason(), "企业停产");
    EXPECT_EQ(FromTimestamp(engagement.invitations(i).response_time()), testing::Now());
  }
  EXPECT_EQ(engagement.invitations(2).state(), v1::INVITATION_STATE_DECLINED);
  EXPECT_EQ(engagement.invitations(2).reason(), "");
  EXPECT_FALSE(Cancel(engagement, "再次", testing::Now()).ok());
  engagement.set_state(v1::ENGAGEMENT_STATE_RATED);
  EXPECT_FALSE(Cancel(engagement, "太晚", testing::Now()).ok());
}

TEST(EngagementStateTest, NothingIsDoneAheadOfWhatHasBegunOrIsCancelled) {
  v1::Engagement engagement = testing::Planned();
  const absl::Time start = FromTimestamp(engagement.start_time());
  EXPECT_TRUE(CheckAhead(engagement, start - absl::Seconds(1), "cannot").ok());
  const absl::Status begun = CheckAhead(engagement, start, "cannot");
  EXPECT_EQ(begun.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(begun.message().find("it has started"), absl::string_view::npos);
  engagement.set_state(v1::ENGAGEMENT_STATE_CANCELLED);
  EXPECT_EQ(ErrorInfoOf(CheckAhead(engagement, testing::Now(), "cannot"))->metadata().at("state"),
            "ENGAGEMENT_STATE_CANCELLED");
}

}  // namespace
}  // namespace lianfang::expert
