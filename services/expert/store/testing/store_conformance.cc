#include "services/expert/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/store/testing/saved_rows.h"

namespace lianfang::expert {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Member;
using testing::Now;
using ::testing::SizeIs;

std::vector<std::string> Names(const absl::StatusOr<std::vector<RankedExpert>>& found) {
  std::vector<std::string> names;
  if (found.ok()) {
    for (const RankedExpert& one : *found) names.push_back(one.record.expert.name());
  }
  return names;
}

ExpertPage First(int limit = 10) {
  ExpertPage page;
  page.limit = limit;
  return page;
}

std::optional<ExpertRecord> Find(ExpertStore& store, const std::string& name) {
  std::optional<ExpertRecord> found;
  EXPECT_TRUE(store
                  .Read(
                      [&](ExpertRows& rows) {
                        found = rows.FindExpert(name);
                        return absl::OkStatus();
                      },
                      Deadline())
                  .ok());
  return found;
}

TEST_P(ExpertStoreConformance, AnExpertIsReadBackAsStored) {
  const ExpertRecord stored = Member(1);
  ASSERT_TRUE(SaveMembers(*store_, {stored}).ok());
  const auto found = Find(*store_, stored.expert.name());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->expert.SerializeAsString(), stored.expert.SerializeAsString());
  EXPECT_EQ(found->person, stored.person);
  EXPECT_EQ(found->identity.key_id, stored.identity.key_id);
  EXPECT_EQ(found->identity.bytes, stored.identity.bytes);
  EXPECT_EQ(found->term_end, stored.term_end);
  EXPECT_EQ(found->state_time, stored.state_time);
  EXPECT_EQ(found->office_region, "140581");
  EXPECT_FALSE(Find(*store_, "experts/none").has_value());
}

TEST_P(ExpertStoreConformance, APersonIsInAPoolOnce) {
  ExpertRecord again = Member(2);
  again.person = Member(1).person;
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  EXPECT_EQ(SaveMembers(*store_, {again}).code(), absl::StatusCode::kAlreadyExists);
  again.expert.set_pool(testing::kTraining);
  EXPECT_TRUE(SaveMembers(*store_, {again}).ok());
  ExpertRecord rejected = Member(3);
  rejected.person = again.person;
  rejected.expert.set_state(v1::EXPERT_STATE_REJECTED);
  EXPECT_TRUE(SaveMembers(*store_, {rejected}).ok());
}

TEST_P(ExpertStoreConformance, ARepeatAnswersTheFirstResponseAndWhatIsRefusedLeavesNothing) {
  int runs = 0;
  const auto work = [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
    ++runs;
    if (absl::Status saved = rows.SaveExpert(Member(1)); !saved.ok()) return saved;
    return Outcome{absl::StrCat("response ", runs), "experts/e001", "made"};
  };
  const std::string id = NewUuid();
  EXPECT_EQ(*store_->Mutate(Key(id), Now(), work, Deadline()), "response 1");
  EXPECT_EQ(*store_->Mutate(Key(id), Now(), work, Deadline()), "response 1");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(store_->Mutate(Key(id, 'y'), Now(), work, Deadline()).status().code(), absl::StatusCode::kInvalidArgument);

  const auto refused = store_->Mutate(
      Key(), Now(),
      [](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
        (void)rows.SaveExpert(Member(2));
        return absl::FailedPreconditionError("no");
      },
      Deadline());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Find(*store_, "experts/e002").has_value());
}

// A repeat, a refusal and a rehearsal change nothing.
TEST_P(ExpertStoreConformance, EverySaveIsAChangeOfItsResource) {
  const auto changed = [&] { return dynamic_cast<ChangedResources&>(*store_).ReadChanged(); };
  EXPECT_THAT(changed(), IsEmpty());
  const RequestKey key = Key();
  const auto work = [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
    rows.LockSeats();
    for (const int member : {2, 1, 2}) {
      if (absl::Status saved = rows.SaveExpert(Member(member)); !saved.ok()) return saved;
    }
    if (absl::Status saved = rows.SaveEngagement({testing::Planned(), "140581"}); !saved.ok()) return saved;
    DrawRecord draw;
    draw.seed = {"k1", "sealed"};
    rows.SaveDraw(testing::Planned().name(), draw);
    return Outcome{"", "resource", "saved"};
  };
  const std::vector<std::string> expected = {"experts/e002", "experts/e001", "engagements/review",
                                             "engagements/review/draw"};
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(store_->Mutate(key, Now(), work, Deadline()).ok());
    EXPECT_EQ(changed(), expected);
  }
  ASSERT_TRUE(store_->Mutate(std::nullopt, Now(), work, Deadline()).ok());
  EXPECT_FALSE(Save(*store_, [](ExpertTransaction& rows) -> absl::Status {
                 (void)rows.SaveExpert(Member(3));
                 return absl::FailedPreconditionError("no");
               }).ok());
  EXPECT_EQ(changed(), expected);
}

TEST_P(ExpertStoreConformance, ARehearsalStoresNothing) {
  const auto response = store_->Mutate(
      std::nullopt, Now(),
      [](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
        (void)rows.SaveExpert(Member(1));
        return Outcome{"would be", "", ""};
      },
      Deadline());
  EXPECT_EQ(*response, "would be");
  EXPECT_FALSE(Find(*store_, "experts/e001").has_value());
}

TEST_P(ExpertStoreConformance, NobodyIsBookedTwiceAtATimeWhateverThePool) {
  ExpertRecord elsewhere = Member(2);
  elsewhere.person = Member(1).person;
  elsewhere.expert.set_pool(testing::kTraining);
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), elsewhere, Member(3)}).ok());
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1})).ok());
  const absl::Status refused = SaveEngagement(*store_, Inviting("engagements/b", {2, 3}));
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "DOUBLE_BOOKING");

  EngagementRecord declined = Inviting("engagements/a", {1});
  declined.document.mutable_invitations(0)->set_state(v1::INVITATION_STATE_DECLINED);
  ASSERT_TRUE(SaveEngagement(*store_, declined).ok());
  EXPECT_TRUE(SaveEngagement(*store_, Inviting("engagements/b", {2, 3})).ok());
  const auto found = Find(*store_, Member(1).expert.name());
  ASSERT_THAT(found->bookings, SizeIs(1)) << "the person's, by the other membership";
  EXPECT_EQ(found->bookings[0].engagement, "engagements/b");
  EXPECT_EQ(found->bookings[0].start, FromTimestamp(testing::Need().start_time()));
}

TEST_P(ExpertStoreConformance, OfConcurrentPanelsOneGetsThePerson) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  std::atomic<int> seated = 0;
  std::vector<std::thread> offices;
  for (int i = 0; i < 4; ++i) {
    offices.emplace_back([&, i] {
      if (SaveEngagement(*store_, Inviting(absl::StrCat("engagements/", i), {1})).ok()) ++seated;
    });
  }
  for (std::thread& office : offices) office.join();
  EXPECT_EQ(seated, 1);
}

TEST_P(ExpertStoreConformance, ADrawIsKeptWithItsSealedSeed) {
  ASSERT_TRUE(Save(*store_, [](ExpertTransaction& rows) {
                if (absl::Status saved = rows.SaveEngagement({testing::Planned(), "140581"}); !saved.ok()) return saved;
                DrawRecord draw;
                draw.draw.set_name("engagements/review/draw");
                draw.seed = {"k1", std::string("\0sealed", 7)};
                rows.SaveDraw("engagements/review", draw);
                return absl::OkStatus();
              }).ok());
  ASSERT_TRUE(store_
                  ->Read(
                      [](ExpertRows& rows) {
                        const auto draw = rows.FindDraw("engagements/review");
                        EXPECT_EQ(draw->seed.bytes, std::string("\0sealed", 7));
                        EXPECT_FALSE(rows.FindDraw("engagements/none").has_value());
                        return absl::OkStatus();
                      },
                      Deadline())
                  .ok());
}

TEST_P(ExpertStoreConformance, ListsExpertsByNameInPages) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(3), Member(1), Member(2)}).ok());
  ExpertFilter filter;
  filter.now = Now();
  EXPECT_THAT(Names(store_->ListExperts(filter, First(2), Deadline())), ElementsAre("experts/e001", "experts/e002"));
  ExpertPage next = First(2);
  next.after_name = "experts/e002";
  next.after_rank = 0;
  EXPECT_THAT(Names(store_->ListExperts(filter, next, Deadline())), ElementsAre("experts/e003"));
}

TEST_P(ExpertStoreConformance, FiltersExperts) {
  ExpertRecord ended = Member(1);
  ended.term_end = Now();
  ExpertRecord other = Member(2);
  other.expert.set_region("140500");
  other.expert.mutable_nominator()->set_department("housing");
  other.expert.set_state(v1::EXPERT_STATE_NOMINATED);
  ExpertRecord poor = Member(3);
  poor.expert.mutable_rating()->set_count(2);
  poor.expert.mutable_rating()->set_score_sum(130);
  poor.expert.mutable_rating()->set_last_score(55);
  ASSERT_TRUE(SaveMembers(*store_, {ended, other, poor}).ok());
  const auto names = [&](const std::function<void(ExpertFilter&)>& narrow) {
    ExpertFilter filter;
    filter.now = Now();
    narrow(filter);
    return Names(store_->ListExperts(filter, First(), Deadline()));
  };
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.states = {v1::EXPERT_STATE_ACTIVE}; }),
              ElementsAre("experts/e003"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.states = {v1::EXPERT_STATE_TERM_ENDED}; }),
              ElementsAre("experts/e001"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.region_prefix = "140500"; }), ElementsAre("experts/e002"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.specialty = "magic"; }), IsEmpty());
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.industry = "coal-mining"; }), SizeIs(3));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.pool = testing::kTraining; }), IsEmpty());
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.rated_below = 60; }), ElementsAre("experts/e003"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.rated_below = 55; }), IsEmpty());
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.review_due_until = absl::CivilDay(2026, 6, 15); }),
              ElementsAre("experts/e001", "experts/e003"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.review_due_until = absl::CivilDay(2026, 6, 14); }), IsEmpty());
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.scope.department = "housing"; }),
              ElementsAre("experts/e002", "experts/e003"));
  EXPECT_THAT(names([](ExpertFilter& filter) { filter.scope.division_prefix = "53"; }), IsEmpty());
}

TEST_P(ExpertStoreConformance, AvailableIsWhoIsNeitherAbsentNorBooked) {
  const absl::Time start = FromTimestamp(testing::Need().start_time());
  ExpertRecord absent = Member(2);
  absent.absent = {{start - absl::Hours(9), start + absl::Hours(15)}};
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), absent, Member(3)}).ok());
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1})).ok());
  ExpertFilter filter;
  filter.now = Now();
  filter.available = {start, start + absl::Hours(1)};
  EXPECT_THAT(Names(store_->ListExperts(filter, First(), Deadline())), ElementsAre("experts/e003"));
  filter.available = {start + absl::Hours(15), start + absl::Hours(16)};
  EXPECT_THAT(Names(store_->ListExperts(filter, First(), Deadline())), SizeIs(3));
}

TEST_P(ExpertStoreConformance, SearchFindsChineseWordsBestFirst) {
  ExpertRecord by_profile = Member(1);
  by_profile.expert.clear_topics();
  by_profile.expert.set_profile("长期从事尘肺病防治与粉尘检测");
  ExpertRecord by_topic = Member(2);
  ExpertRecord neither = Member(3);
  neither.expert.clear_topics();
  neither.expert.add_topics("尘土与粉末");  // the characters, but not the word
  ASSERT_TRUE(SaveMembers(*store_, {by_profile, by_topic, neither}).ok());
  const auto search = [&](const std::string& query, ExpertPage page) {
    ExpertFilter filter;
    filter.now = Now();
    filter.words = QueryWords(query);
    return store_->ListExperts(filter, page, Deadline());
  };
  EXPECT_THAT(Names(search("粉尘", First())), ElementsAre("experts/e002", "experts/e001"));
  EXPECT_THAT(Names(search("粉尘 检测", First())), ElementsAre("experts/e001"));
  EXPECT_THAT(Names(search("粉", First())), SizeIs(3));
  EXPECT_THAT(Names(search("放射", First())), IsEmpty());
  EXPECT_THAT(Names(search("%", First())), IsEmpty()) << "no wildcard";
  const auto first = search("粉尘", First(1));
  ExpertPage next = First(1);
  next.after_rank = first->at(0).rank;
  next.after_name = first->at(0).record.expert.name();
  EXPECT_THAT(Names(search("粉尘", next)), ElementsAre("experts/e001"));
}

TEST_P(ExpertStoreConformance, ListsEngagementsNewestStartFirst) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  EngagementRecord later = Inviting("engagements/b", {});
  *later.document.mutable_start_time() = ToTimestamp(At(absl::CivilSecond(2026, 7, 1, 9)));
  *later.document.mutable_end_time() = ToTimestamp(At(absl::CivilSecond(2026, 7, 1, 10)));
  EngagementRecord confirmed = Inviting("engagements/a", {1});
  confirmed.document.set_state(v1::ENGAGEMENT_STATE_CONFIRMED);
  ASSERT_TRUE(SaveEngagement(*store_, later).ok());
  ASSERT_TRUE(SaveEngagement(*store_, confirmed).ok());
  const auto names = [&](const std::function<void(EngagementFilter&)>& narrow, EngagementPage page = {"", 10}) {
    EngagementFilter filter;
    filter.now = Now();
    narrow(filter);
    std::vector<std::string> found;
    const auto records = store_->ListEngagements(filter, page, Deadline());
    EXPECT_TRUE(records.ok()) << records.status();
    for (const EngagementRecord& record : *records) found.push_back(record.document.name());
    return found;
  };
  EXPECT_THAT(names([](EngagementFilter&) {}), ElementsAre("engagements/b", "engagements/a"));
  EXPECT_THAT(names([](EngagementFilter&) {}, {"engagements/b", 10}), ElementsAre("engagements/a"));
  EXPECT_THAT(names([](EngagementFilter& filter) { filter.expert = "experts/e001"; }), ElementsAre("engagements/a"));
  EXPECT_THAT(names([](EngagementFilter& filter) { filter.states = {v1::ENGAGEMENT_STATE_CONFIRMED}; }),
              ElementsAre("engagements/a"));
  EXPECT_THAT(names([](EngagementFilter& filter) {
                filter.states = {v1::ENGAGEMENT_STATE_HELD};
                filter.now = At(absl::CivilSecond(2026, 6, 10, 11));
              }),
              ElementsAre("engagements/a"));
  EXPECT_THAT(names([](EngagementFilter& filter) { filter.start_from = At(absl::CivilDay(2026, 7, 1)); }),
              ElementsAre("engagements/b"));
  EXPECT_THAT(names([](EngagementFilter& filter) { filter.scope.department = "emergency"; }), IsEmpty());
}

TEST_P(ExpertStoreConformance, AnExpertComesWithThePersonsOtherMemberships) {
  ExpertRecord elsewhere = Member(2);
  elsewhere.person = Member(1).person;
  elsewhere.expert.set_pool(testing::kTraining);
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), elsewhere, Member(3)}).ok());
  const auto found = Find(*store_, "experts/e001");
  ASSERT_THAT(found->others, SizeIs(1));
  EXPECT_EQ(found->others[0].SerializeAsString(), elsewhere.expert.SerializeAsString());
  EXPECT_THAT(Find(*store_, "experts/e003")->others, IsEmpty());
}

TEST_P(ExpertStoreConformance, FrozenEngagementsOfAPoolAndKind) {
  EngagementRecord frozen{testing::Planned(), "140581"};
  EngagementRecord planned = frozen;
  planned.document.set_name("engagements/planned");
  EngagementRecord rated = frozen;
  rated.document.set_name("engagements/rated");
  rated.document.set_state(v1::ENGAGEMENT_STATE_RATED);
  ASSERT_TRUE(Save(*store_, [&](ExpertTransaction& rows) {
                for (const EngagementRecord& record : {frozen, planned, rated}) {
                  if (absl::Status saved = rows.SaveEngagement(record); !saved.ok()) return saved;
                }
                for (const EngagementRecord& record : {frozen, rated}) {
                  DrawRecord draw;
                  draw.seed = {"k1", "sealed"};
                  rows.SaveDraw(record.document.name(), draw);
                }
                return absl::OkStatus();
              }).ok());
  std::vector<std::string> names;
  ASSERT_TRUE(store_
                  ->Read(
                      [&](ExpertRows& rows) {
                        for (const EngagementRecord& record :
                             rows.FindFrozen(testing::kProfessional, v1::ENGAGEMENT_KIND_PROJECT_REVIEW)) {
                          names.push_back(record.document.name());
                        }
                        EXPECT_THAT(rows.FindFrozen(testing::kTraining, v1::ENGAGEMENT_KIND_PROJECT_REVIEW), IsEmpty());
                        EXPECT_THAT(rows.FindFrozen(testing::kProfessional, v1::ENGAGEMENT_KIND_DIAGNOSIS), IsEmpty());
                        return absl::OkStatus();
                      },
                      Deadline())
                  .ok());
  EXPECT_THAT(names, ElementsAre("engagements/review"));
}

// Finding no membership is an answer to rely on, too: who asks for the same person waits.
TEST_P(ExpertStoreConformance, OfConcurrentNominationsOfAPersonEachSeesTheOnesBefore) {
  constexpr int kNominations = 6;
  std::atomic<int> first = 0;
  std::vector<std::thread> departments;
  for (int i = 0; i < kNominations; ++i) {
    departments.emplace_back([&, i] {
      ExpertRecord record = Member(i + 1);
      record.person = Member(1).person;
      record.expert.set_pool(absl::StrCat("plans/sample/pools/p", i));
      bool alone = false;
      const auto saved = store_->Mutate(
          Key(), Now(),
          [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
            alone = rows.FindMemberships(record.person).empty();
            if (absl::Status status = rows.SaveExpert(record); !status.ok()) return status;
            return Outcome{"", "resource", "saved"};
          },
          Deadline());
      EXPECT_TRUE(saved.ok()) << saved.status();
      if (alone) ++first;
    });
  }
  for (std::thread& department : departments) department.join();
  EXPECT_EQ(first, 1);
}

TEST_P(ExpertStoreConformance, ConcurrentRepeatsAnswerTheFirstResponse) {
  const std::string id = NewUuid();
  std::atomic<int> runs = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 6; ++i) {
    callers.emplace_back([&] {
      const auto response = store_->Mutate(
          Key(id), Now(),
          [&](ExpertTransaction&) -> absl::StatusOr<Outcome> {
            return Outcome{absl::StrCat("response ", ++runs), "resource", "done"};
          },
          Deadline());
      EXPECT_EQ(response.value_or("refused"), "response 1");
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(runs, 1);
}

TEST_P(ExpertStoreConformance, ExpiredInvitationsAreFound) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1})).ok());
  EXPECT_THAT(*store_->ListExpired(Now() + absl::Minutes(59), 10, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ListExpired(Now() + absl::Hours(1), 10, Deadline()), ElementsAre("engagements/a"));

  EngagementRecord untold = Inviting("engagements/a", {1});
  untold.document.mutable_invitations(0)->clear_response_deadline();
  *untold.document.mutable_invitations(0)->mutable_invite_time() = ToTimestamp(Now());
  ASSERT_TRUE(SaveEngagement(*store_, untold).ok());
  const absl::Time start = FromTimestamp(untold.document.start_time());
  EXPECT_THAT(*store_->ListExpired(start - absl::Seconds(1), 10, Deadline()), IsEmpty()) << "nobody has told them";
  EXPECT_THAT(*store_->ListExpired(start, 10, Deadline()), ElementsAre("engagements/a"));
}

TEST_P(ExpertStoreConformance, EveryEditionOfAPlanIsKept) {
  EXPECT_FALSE(store_->FindPlan("plans/sample", 0, Deadline())->has_value());
  type::v1::Plan plan = *testing::SamplePlan();
  for (const int edition : {2, 1}) {
    plan.set_edition(edition);
    ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
    ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  }
  EXPECT_EQ((*store_->FindPlan("plans/sample", 0, Deadline()))->edition(), 2);
  EXPECT_EQ((*store_->FindPlan("plans/sample", 1, Deadline()))->edition(), 1);
  EXPECT_FALSE(store_->FindPlan("plans/sample", 3, Deadline())->has_value());
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ExpertStoreConformance);

}  // namespace lianfang::expert
