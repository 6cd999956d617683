// Handlers of experts and memberships, on the fake store.
#include "services/expert/expert_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/mutation.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::World;

absl::StatusCode CodeOf(const absl::Status& status) { return status.code(); }

TEST(ExpertServiceTest, ANominationIsAnsweredMaskedAndOnce) {
  World world;
  v1::CreateExpertRequest request;
  *request.mutable_expert() = testing::Nomination(1);
  request.set_request_id(NewUuid());
  const auto made = world.experts.CreateExpert(world.emergency, request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::EXPERT_STATE_NOMINATED);
  EXPECT_EQ(made->identifying_data().id_number(),
            "1" + std::string(16, '*') + request.expert().identifying_data().id_number().substr(17));
  EXPECT_EQ(world.experts.CreateExpert(world.emergency, request)->name(), made->name());
  EXPECT_EQ(CodeOf(world.Nominate(1).status()), absl::StatusCode::kAlreadyExists);
}

TEST(ExpertServiceTest, ARehearsalStoresNothing) {
  World world;
  v1::CreateExpertRequest request;
  *request.mutable_expert() = testing::Nomination(1);
  request.set_request_id(NewUuid());
  request.set_validate_only(true);
  ASSERT_TRUE(world.experts.CreateExpert(world.emergency, request).ok());
  EXPECT_THAT(world.experts.ListExperts(world.office, {})->experts(), SizeIs(0));
}

v1::CreateExpertRequest Rehearsal(int number) {
  v1::CreateExpertRequest request;
  *request.mutable_expert() = testing::Nomination(number);
  request.set_request_id(NewUuid());
  request.set_validate_only(true);
  return request;
}

// Unseen, a rehearsal would be a way to find out whose an ID number is.
TEST(ExpertServiceTest, ARehearsalIsAudited) {
  World world;
  const auto request = Rehearsal(1);
  ASSERT_TRUE(world.experts.CreateExpert(world.emergency, request).ok());
  EXPECT_THAT(world.store.audit(), Contains(HasSubstr("rehearsed: nominated for")));
  world.Admit(1);
  const auto again = Rehearsal(1);
  const auto refused = world.experts.CreateExpert(world.emergency, again);
  AuditRefusal(world.context, world.emergency, again, refused.status());
  EXPECT_THAT(world.store.audit(), Contains(HasSubstr("rehearsal refused: ALREADY_EXISTS")));
}

TEST(ExpertServiceTest, AsWhomSomebodyIsKnownOnlyTheOfficeIsTold) {
  World world;
  const std::string name = world.Admit(1);
  v1::CreateExpertRequest request = Rehearsal(1);
  for (const bool rehearse : {true, false}) {
    request.set_validate_only(rehearse);
    const auto refused = world.experts.CreateExpert(world.emergency, request).status();
    EXPECT_EQ(ErrorInfoOf(refused)->reason(), "ALREADY_IN_POOL");
    EXPECT_EQ(ErrorInfoOf(refused)->metadata().count("name"), 0u);
    EXPECT_EQ(refused.ToString().find(name), std::string::npos);
  }
  request.mutable_expert()->mutable_nominator()->mutable_party()->CopyFrom(testing::Party());
  EXPECT_EQ(ErrorInfoOf(world.experts.CreateExpert(world.office, request).status())->metadata().at("name"), name);
}

TEST(ExpertServiceTest, SpellingsOfOneIdNumberAreOnePerson) {
  World world;
  v1::CreateExpertRequest request = Rehearsal(1);
  request.set_validate_only(false);
  request.mutable_expert()->mutable_identifying_data()->set_id_number("33010219200403064X");
  request.mutable_expert()->mutable_identifying_data()->set_email("li.ming@163.COM");
  ASSERT_TRUE(world.experts.CreateExpert(world.emergency, request).ok());
  request.mutable_expert()->mutable_identifying_data()->set_id_number(" 33010219200403064x");
  request.set_request_id(NewUuid());
  const auto again = world.experts.CreateExpert(world.emergency, request);
  EXPECT_EQ(ErrorInfoOf(again.status())->reason(), "ALREADY_IN_POOL") << again.status();
}

// Between nomination and review the person may have been removed elsewhere.
TEST(ExpertServiceTest, WhoIsBarredByNowIsNotAdmitted) {
  World world;
  const std::string removed = world.Admit(1);
  const std::string nominated = world.Nominate(2, testing::kTraining)->name();
  auto remove = World::About<v1::RemoveExpertRequest>(removed);
  remove.set_cause(v1::REMOVAL_CAUSE_LEAK);
  remove.set_reason("泄露评审意见");
  ASSERT_TRUE(world.memberships.RemoveExpert(world.office, remove).ok());
  // The barred person's nomination as it would stand if it had been made before the bar: the ID number is the other's.
  ASSERT_TRUE(world.store
                  .Mutate(
                      RequestKey{"t", "m", NewUuid(), std::string(32, 'x')}, world.clock.Now(),
                      [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
                        auto record = rows.FindExpert(nominated);
                        const auto other = rows.FindExpert(removed);
                        record->person = other->person;
                        if (absl::Status saved = rows.SaveExpert(*record); !saved.ok()) return saved;
                        return Outcome{"", nominated, "set up"};
                      },
                      absl::InfiniteFuture())
                  .ok());
  auto review = World::About<v1::ReviewNominationRequest>(nominated);
  review.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
  EXPECT_EQ(ErrorInfoOf(world.memberships.ReviewNomination(world.office, review).status())->reason(), "BARRED");
}

TEST(ExpertServiceTest, AFormerEmployerIsATieThatEnded) {
  World world;
  const std::string name = world.Admit(1);
  v1::UpdateExpertRequest request;
  request.mutable_expert()->set_name(name);
  *request.mutable_expert()->mutable_employer() = testing::Party();
  request.mutable_update_mask()->add_paths("employer");
  request.set_request_id(NewUuid());
  const auto updated = world.experts.UpdateExpert(world.office, request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  ASSERT_THAT(updated->ties(), SizeIs(1));
  EXPECT_EQ(updated->ties(0).kind(), v1::TIE_KIND_EMPLOYMENT);
  EXPECT_EQ(updated->ties(0).party().credit_code(), testing::kEmployerCode);
  EXPECT_TRUE(updated->ties(0).has_end_date());
}

TEST(ExpertServiceTest, PoolsOfOtherRegionsAreNotShown) {
  World world;
  world.Admit(1, testing::kTraining);
  v1::GetPoolCompositionRequest composition;
  composition.set_name(absl::StrCat(testing::kTraining, "/composition"));
  v1::MatchTrainingRequest match;
  match.set_pool(testing::kTraining);
  match.set_industry("coal-mining");
  match.set_head_count(10);
  *match.mutable_start_time() = ToTimestamp(testing::Now());
  *match.mutable_end_time() = ToTimestamp(testing::Now() + absl::Hours(48));
  for (const auto& [region, sees] : std::vector<std::pair<std::string, bool>>{
           {"140581", true}, {"140500", true}, {"140525", false}, {"530000", false}}) {
    const Call liaison = testing::As(type::v1::ROLE_LIAISON, "housing", region);
    EXPECT_EQ(world.experts.GetPoolComposition(liaison, composition).ok(), sees) << region;
    EXPECT_EQ(world.experts.MatchTraining(liaison, match).ok(), sees) << region;
  }
}

TEST(ExpertServiceTest, ADepartmentNominatesForItselfOnly) {
  World world;
  v1::CreateExpertRequest request;
  *request.mutable_expert() = testing::Nomination(1);
  request.set_request_id(NewUuid());
  EXPECT_EQ(CodeOf(world.experts.CreateExpert(world.housing, request).status()), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(
      CodeOf(world.experts.CreateExpert(testing::As(type::v1::ROLE_LIAISON, "emergency", "530000"), request).status()),
      absl::StatusCode::kPermissionDenied);
  *request.mutable_expert()->mutable_nominator()->mutable_party() = testing::Party();
  EXPECT_EQ(CodeOf(world.experts.CreateExpert(world.emergency, request).status()), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(world.experts.CreateExpert(world.office, request).ok());
}

TEST(ExpertServiceTest, DepartmentsSeeMembersAndTheirOwnNominations) {
  World world;
  const std::string nominated = world.Nominate(1)->name();
  const std::string member = world.Admit(2);
  v1::GetExpertRequest get;
  get.set_name(nominated);
  EXPECT_TRUE(world.experts.GetExpert(world.emergency, get).ok());
  EXPECT_TRUE(world.experts.GetExpert(world.auditor, get).ok());
  EXPECT_EQ(CodeOf(world.experts.GetExpert(world.housing, get).status()), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(CodeOf(world.experts.GetExpert(testing::As(type::v1::ROLE_AUDITOR, "audit", "530000"), get).status()),
            absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(world.experts.ListExperts(world.housing, {})->experts(), SizeIs(1));
  EXPECT_THAT(world.experts.ListExperts(world.emergency, {})->experts(), SizeIs(2));
}

TEST(ExpertServiceTest, AListIsReadInPages) {
  World world;
  for (int i = 1; i <= 3; ++i) world.Admit(i);
  v1::ListExpertsRequest request;
  request.set_page_size(2);
  request.set_query("粉尘");
  const auto first = world.experts.ListExperts(world.office, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->experts(), SizeIs(2));
  request.set_page_token(first->next_page_token());
  const auto second = world.experts.ListExperts(world.office, request);
  EXPECT_THAT(second->experts(), SizeIs(1));
  EXPECT_EQ(second->next_page_token(), "");
  request.set_query("噪声");
  EXPECT_EQ(CodeOf(world.experts.ListExperts(world.office, request).status()), absl::StatusCode::kInvalidArgument);
}

TEST(ExpertServiceTest, AnUpdateKeepsThePersonOnceReviewed) {
  World world;
  const std::string name = world.Admit(1);
  v1::UpdateExpertRequest request;
  *request.mutable_expert() = testing::Nomination(1);
  request.mutable_expert()->set_name(name);
  request.mutable_expert()->mutable_identifying_data()->set_phone("13900000000");
  request.mutable_update_mask()->add_paths("identifying_data");
  request.set_request_id(NewUuid());
  ASSERT_TRUE(world.experts.UpdateExpert(world.office, request).ok());
  *request.mutable_expert()->mutable_identifying_data() = testing::Nomination(2).identifying_data();
  request.set_request_id(NewUuid());
  EXPECT_EQ(CodeOf(world.experts.UpdateExpert(world.office, request).status()), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CodeOf(world.experts.UpdateExpert(world.emergency, request).status()),
            absl::StatusCode::kFailedPrecondition)
      << "the office's since the review";
  request.mutable_expert()->set_etag("1");
  EXPECT_EQ(CodeOf(world.experts.UpdateExpert(world.office, request).status()), absl::StatusCode::kAborted);
}

TEST(ExpertServiceTest, AMaskedFormIsNotWritten) {
  World world;
  auto expert = *world.Nominate(1);
  v1::UpdateExpertRequest request;
  *request.mutable_expert() = expert;
  request.mutable_update_mask()->add_paths("identifying_data");
  request.set_request_id(NewUuid());
  EXPECT_EQ(CodeOf(world.experts.UpdateExpert(world.office, request).status()), absl::StatusCode::kInvalidArgument);
}

TEST(ExpertServiceTest, ARevealAnswersWhatWasAskedAndIsAuditedOnce) {
  World world;
  auto request = World::About<v1::RevealExpertRequest>(world.Admit(1));
  request.set_reason("核对专家劳务费发放信息");
  request.mutable_read_mask()->add_paths("phone");
  for (int i = 0; i < 2; ++i) {
    const auto revealed = world.experts.RevealExpert(world.office, request);
    ASSERT_TRUE(revealed.ok()) << revealed.status();
    EXPECT_EQ(revealed->identifying_data().phone(), "13800000000");
    EXPECT_EQ(revealed->identifying_data().id_number(), "");
  }
  const auto audit = world.store.audit();
  EXPECT_EQ(std::count_if(audit.begin(), audit.end(),
                          [](const std::string& row) { return row.find("revealed phone") != std::string::npos; }),
            1);
  request.set_reason("看看");
  request.set_request_id(NewUuid());
  const auto refused = world.experts.RevealExpert(world.office, request);
  EXPECT_EQ(CodeOf(refused.status()), absl::StatusCode::kInvalidArgument);
  AuditRefusal(world.context, world.office, request, refused.status());
  EXPECT_THAT(world.store.audit(), Contains(HasSubstr("reason given: 看看")));
}

TEST(ExpertServiceTest, ARemovalEndsEveryMembershipAndBarsFromEveryPool) {
  World world;
  const std::string professional = world.Admit(1);
  const std::string training = world.Admit(1, testing::kTraining);
  auto request = World::About<v1::RemoveExpertRequest>(professional);
  request.set_cause(v1::REMOVAL_CAUSE_COLLUSION);
  request.set_reason("与当事方串通");
  EXPECT_EQ(world.memberships.RemoveExpert(world.office, request)->state(), v1::EXPERT_STATE_REMOVED);
  v1::GetExpertRequest get;
  get.set_name(training);
  EXPECT_EQ(world.experts.GetExpert(world.office, get)->state(), v1::EXPERT_STATE_REMOVED);
  EXPECT_EQ(ErrorInfoOf(world.Nominate(1, testing::kTraining).status())->reason(), "BARRED");
}

TEST(ExpertServiceTest, ThePlanOfBeforeServesWhileSubmissionIsAway) {
  World world;
  const std::string name = world.Admit(1);
  world.source.away = true;
  world.clock.Advance(absl::Hours(1));
  v1::GetExpertRequest get;
  get.set_name(name);
  EXPECT_TRUE(world.experts.GetExpert(world.office, get).ok());
}

TEST(ExpertServiceTest, CompositionAndMatchingReadThePool) {
  World world;
  world.Admit(1, testing::kTraining);
  v1::GetPoolCompositionRequest composition;
  composition.set_name(absl::StrCat(testing::kTraining, "/composition"));
  EXPECT_EQ(world.experts.GetPoolComposition(world.housing, composition)->active_count(), 1);
  composition.set_name("plans/sample/pools/none/composition");
  EXPECT_EQ(CodeOf(world.experts.GetPoolComposition(world.housing, composition).status()), absl::StatusCode::kNotFound);
  v1::MatchTrainingRequest match;
  match.set_pool(testing::kTraining);
  match.set_industry("none");
  EXPECT_EQ(BadRequestOf(world.experts.MatchTraining(world.housing, match).status())->field_violations(0).field(),
            "industry");
}

}  // namespace
}  // namespace lianfang::expert
