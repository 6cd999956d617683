#include "services/evaluation/store/testing/appraisal_conformance.h"

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/time.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);
const ScorecardName kScorecard = {"a", "140581", "2022"};

absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

RequestKey KeyOf(const std::string& id, const std::string& content = "") {
  return {"spiffe://t/region/140581/department/hrss/role/office/person/li", "Appraisals.Change", id, Sha256(content)};
}

v1::Concealment ConcealmentOf(const std::string& plan, const std::string& id, int day) {
  v1::Concealment concealment;
  concealment.set_name(FormatConcealmentName(plan, id));
  concealment.set_employer("某矿");
  *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2022, 6, day));
  return concealment;
}

v1::AppraisalEdition EditionOf(int number, absl::Time published, const ScorecardName& scorecard = kScorecard) {
  v1::AppraisalEdition edition;
  edition.set_name(FormatEditionName(scorecard, number));
  edition.set_number(number);
  edition.set_reason(absl::StrCat("reason ", number));
  *edition.mutable_publish_time() = ToTimestamp(published);
  edition.add_appraisals()->set_department("emergency");
  edition.mutable_grounds()->add_duties()->set_resource("plans/a/tasks/t");
  return edition;
}

Outcome Done(const std::string& response = "done") { return {response, "plans/a", "changed"}; }

std::vector<std::string> NamesOf(const std::vector<v1::Concealment>& concealments) {
  std::vector<std::string> names;
  for (const auto& one : concealments) names.push_back(one.name());
  return names;
}

}  // namespace

absl::StatusOr<std::string> AppraisalConformanceTest::Change(const AppraisalStore::Work& work) {
  return store_->Mutate(KeyOf(NewUuid()), kNow, work, Deadline());
}

TEST_P(AppraisalConformanceTest, ConcealmentsAreKeptAndReplacedByName) {
  ASSERT_TRUE(Change([](AppraisalRows& rows) {
                rows.LockPlan("a");
                rows.SaveConcealment(ConcealmentOf("a", "x", 1));
                rows.SaveConcealment(ConcealmentOf("a", "y", 2));
                rows.SaveConcealment(ConcealmentOf("b", "z", 3));
                return Done();
              }).ok());
  ASSERT_TRUE(Change([](AppraisalRows& rows) {
                auto known = rows.FindConcealment("plans/a/concealments/x");
                EXPECT_TRUE(known.has_value());
                EXPECT_EQ(rows.FindConcealments("a").size(), 2u);
                EXPECT_FALSE(rows.FindConcealment("plans/a/concealments/none").has_value());
                known->set_employer("某厂");
                rows.SaveConcealment(*known);
                return Done();
              }).ok());
  EXPECT_EQ(NamesOf(*store_->LoadConcealments("a", Deadline())),
            (std::vector<std::string>{"plans/a/concealments/y", "plans/a/concealments/x"}))
      << "the latest proven first";
  EXPECT_EQ((*store_->LoadConcealment("plans/a/concealments/x", Deadline()))->employer(), "某厂");
  EXPECT_FALSE(store_->LoadConcealment("plans/a/concealments/none", Deadline())->has_value());
}

TEST_P(AppraisalConformanceTest, WhatIsRefusedOrRehearsedLeavesNothing) {
  const auto save = [](AppraisalRows& rows) {
    rows.SaveConcealment(ConcealmentOf("a", "x", 1));
    rows.AddEdition(EditionOf(1, kNow));
  };
  EXPECT_EQ(Change([&](AppraisalRows& rows) -> absl::StatusOr<Outcome> {
              save(rows);
              return absl::FailedPreconditionError("no");
            }).status(),
            absl::FailedPreconditionError("no"));
  EXPECT_TRUE(store_
                  ->Mutate(
                      std::nullopt, kNow,
                      [&](AppraisalRows& rows) {
                        save(rows);
                        return Done();
                      },
                      Deadline())
                  .ok());
  EXPECT_TRUE(store_->LoadConcealments("a", Deadline())->empty());
  EXPECT_FALSE(store_->LoadEdition(kScorecard, 0, absl::InfiniteFuture(), Deadline())->has_value());
}

TEST_P(AppraisalConformanceTest, ARepeatAnswersTheFirstResponse) {
  const std::string id = NewUuid();
  int ran = 0;
  const auto work = [&](AppraisalRows&) {
    ++ran;
    return Done(absl::StrCat("response ", ran));
  };
  EXPECT_EQ(*store_->Mutate(KeyOf(id), kNow, work, Deadline()), "response 1");
  EXPECT_EQ(*store_->Mutate(KeyOf(id), kNow, work, Deadline()), "response 1");
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(store_->Mutate(KeyOf(id, "another"), kNow, work, Deadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(AppraisalConformanceTest, EditionsAreFoundByNumberAndByInstant) {
  for (int number = 1; number <= 3; ++number) {
    ASSERT_TRUE(Change([&](AppraisalRows& rows) {
                  EXPECT_EQ(rows.NewestEdition(kScorecard), number - 1);
                  EXPECT_EQ(rows.NewestEdition({"a", "140581", "2023"}), 0);
                  rows.AddEdition(EditionOf(number, kNow + absl::Hours(number)));
                  return Done();
                }).ok());
  }
  EXPECT_EQ((*store_->LoadEdition(kScorecard, 2, absl::InfinitePast(), Deadline()))->reason(), "reason 2");
  EXPECT_EQ((*store_->LoadEdition(kScorecard, 0, absl::InfiniteFuture(), Deadline()))->number(), 3);
  const auto then = *store_->LoadEdition(kScorecard, 0, kNow + absl::Hours(1), Deadline());
  EXPECT_EQ(then->number(), 1) << "the instant of publishing is included";
  EXPECT_EQ(then->grounds().duties_size(), 1);
  EXPECT_FALSE(store_->LoadEdition(kScorecard, 0, kNow, Deadline())->has_value());
  EXPECT_FALSE(store_->LoadEdition(kScorecard, 4, absl::InfiniteFuture(), Deadline())->has_value());
  EXPECT_FALSE(store_->LoadEdition({"a", "140500", "2022"}, 1, absl::InfiniteFuture(), Deadline())->has_value());
}

TEST_P(AppraisalConformanceTest, ListsEditionsNewestFirstWithoutContent) {
  ASSERT_TRUE(Change([](AppraisalRows& rows) {
                for (int number = 1; number <= 3; ++number) rows.AddEdition(EditionOf(number, kNow));
                return Done();
              }).ok());
  const auto editions = *store_->ListEditions(kScorecard, 3, 5, Deadline());
  ASSERT_EQ(editions.size(), 2u);
  EXPECT_EQ(editions[0].number(), 2);
  EXPECT_EQ(editions[1].reason(), "reason 1");
  EXPECT_TRUE(editions[0].appraisals().empty());
  EXPECT_FALSE(editions[0].has_grounds());
  EXPECT_EQ(store_->ListEditions(kScorecard, INT32_MAX, 1, Deadline())->size(), 1u);
}

// Two replicas publish at once: each edition gets a number of its own.
TEST_P(AppraisalConformanceTest, EditionsPublishedAtOnceAreNumbered) {
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([this] {
      EXPECT_TRUE(Change([](AppraisalRows& rows) {
                    rows.LockPlan("a");
                    rows.AddEdition(EditionOf(rows.NewestEdition(kScorecard) + 1, kNow));
                    return Done();
                  }).ok());
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(store_->ListEditions(kScorecard, INT32_MAX, 10, Deadline())->size(), 4u);
}

TEST_P(AppraisalConformanceTest, AuditsARefusalAlone) {
  RequestRecord record;
  record.key = KeyOf(NewUuid());
  record.resource = "plans/a";
  record.outcome = audit::v1::AUDIT_OUTCOME_REFUSED;
  EXPECT_TRUE(store_->Audit(record, kNow, Deadline()).ok());
}

}  // namespace lianfang::evaluation
