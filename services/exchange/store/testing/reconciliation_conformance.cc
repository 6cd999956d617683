#include "services/exchange/store/testing/reconciliation_conformance.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/time.h"

namespace lianfang::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPlan[] = "plans/gaoping";

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

v1::Discrepancy Discrepancy(const std::string& id, int due = 1) {
  v1::Discrepancy one;
  one.set_name(absl::StrCat("discrepancies/", id));
  one.set_plan(kPlan);
  one.set_rule("accident-not-reported");
  one.mutable_owner()->set_region("140581");
  one.mutable_owner()->set_department("emergency");
  one.set_region("140581");
  one.set_state(v1::DISCREPANCY_STATE_OPEN);
  *one.mutable_due_time() = ToTimestamp(absl::FromUnixSeconds(due));
  return one;
}

v1::Link Link(const std::string& id, double probability, v1::LinkState state = v1::LINK_STATE_UNCERTAIN) {
  v1::Link link;
  link.set_name(absl::StrCat("links/", id));
  link.set_plan(kPlan);
  link.set_state(state);
  link.set_probability(probability);
  return link;
}

RequestKey Key(const std::string& id = NewUuid(), const std::string& content = "a") {
  return {"spiffe://t/someone", "lianfang.exchange.v1.ReconciliationService.Test", id, std::string(32, content[0])};
}

void Save(ReconciliationStore& store, const std::vector<v1::Discrepancy>& discrepancies,
          const std::vector<v1::Link>& links = {}) {
  const absl::Status saved = store.Run(
      absl::Now(),
      [&](ReconciliationRows& rows) {
        for (const auto& one : discrepancies) rows.SaveDiscrepancy(one);
        rows.SaveLinks(links);
        return absl::OkStatus();
      },
      Soon());
  ASSERT_TRUE(saved.ok()) << saved;
}

std::vector<std::string> Listed(ReconciliationStore& store, const DiscrepancyFilter& filter,
                                const std::optional<DiscrepancyPlace>& after = std::nullopt, int limit = 100) {
  std::vector<std::string> names;
  const auto found = store.ListDiscrepancies(filter, after, limit, /*heads=*/false, Soon());
  EXPECT_TRUE(found.ok()) << found.status();
  if (found.ok()) {
    for (const v1::Discrepancy& one : *found) names.push_back(one.name().substr(14));
  }
  return names;
}

TEST_P(ReconciliationStoreConformance, FindsWhatWasSavedLast) {
  EXPECT_EQ(*store_->FindDiscrepancy("discrepancies/a", Soon()), std::nullopt);
  Save(*store_, {Discrepancy("a")});
  v1::Discrepancy later = Discrepancy("a", 5);
  later.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  Save(*store_, {later});
  EXPECT_EQ((*store_->FindDiscrepancy("discrepancies/a", Soon()))->state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .states = {v1::DISCREPANCY_STATE_OPEN}}), IsEmpty());
}

TEST_P(ReconciliationStoreConformance, ListsByEachConditionAndOrder) {
  v1::Discrepancy b = Discrepancy("b", 1);
  b.mutable_owner()->set_department("hrss");
  b.set_rule("zeta");
  b.set_industry("coal-mining");
  b.set_period("2026");
  v1::Discrepancy c = Discrepancy("c", 2);
  c.set_region("140525");
  c.mutable_owner()->set_region("140525");
  v1::Discrepancy other = Discrepancy("d");
  other.set_plan("plans/other");
  Save(*store_, {Discrepancy("a", 3), b, c, other});
  EXPECT_THAT(Listed(*store_, {.plan = kPlan}), ElementsAre("b", "c", "a"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .order = v1::DISCREPANCY_ORDER_RULE}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .order = v1::DISCREPANCY_ORDER_OWNER}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .rules = {"zeta"}}), ElementsAre("b"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .department = "hrss"}), ElementsAre("b"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .region_prefix = "140525"}), ElementsAre("c"));
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .industry = "coal-mining", .period = "2026"}), ElementsAre("b"));
}

DiscrepancyPlace PlaceOf(const v1::Discrepancy& one, v1::DiscrepancyOrder order) {
  return {GroupOf(one, order), FromTimestamp(one.due_time()), one.name()};
}

TEST_P(ReconciliationStoreConformance, APageBeginsBehindThePlaceWhateverHasChangedBefore) {
  v1::Discrepancy other = Discrepancy("c", 1);
  other.set_rule("zeta");
  other.mutable_owner()->set_department("hrss");
  Save(*store_, {Discrepancy("a", 3), Discrepancy("b", 3), other, Discrepancy("d", 2)});
  for (const auto order :
       {v1::DISCREPANCY_ORDER_UNSPECIFIED, v1::DISCREPANCY_ORDER_RULE, v1::DISCREPANCY_ORDER_OWNER}) {
    const DiscrepancyFilter filter{.plan = kPlan, .order = order};
    std::vector<std::string> pages;
    std::optional<DiscrepancyPlace> after;
    for (int page = 0; page < 5; ++page) {
      const auto found = store_->ListDiscrepancies(filter, after, 1, /*heads=*/true, Soon());
      ASSERT_TRUE(found.ok()) << found.status();
      if (found->empty()) break;
      pages.push_back((*found)[0].name().substr(14));
      after = PlaceOf((*found)[0], order);
    }
    EXPECT_EQ(pages, Listed(*store_, filter)) << order;
  }
  // The first is no longer listed: the second page begins where it did.
  const DiscrepancyFilter open{.plan = kPlan, .states = {v1::DISCREPANCY_STATE_OPEN}};
  other.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  Save(*store_, {other});
  EXPECT_THAT(Listed(*store_, open, PlaceOf(Discrepancy("d", 2), v1::DISCREPANCY_ORDER_UNSPECIFIED), 2),
              ElementsAre("a", "b"));
}

TEST_P(ReconciliationStoreConformance, AHeadHasNoEvidenceAndIsThatOfTheLastDocument) {
  v1::Discrepancy one = Discrepancy("a");
  one.set_etag("1");
  one.add_evidence()->set_record("records/accident/a/versions/1");
  one.add_steps()->set_reason("因为");
  one.add_links()->set_name("links/a");
  one.add_figures()->set_figure("deaths");
  Save(*store_, {one});
  one.set_etag("2");
  Save(*store_, {one});
  const auto heads = store_->ListDiscrepancies({.plan = kPlan}, std::nullopt, 10, /*heads=*/true, Soon());
  ASSERT_EQ(heads->size(), 1);
  EXPECT_EQ((*heads)[0].etag(), "2");
  EXPECT_EQ((*heads)[0].figures_size(), 1);
  EXPECT_EQ((*heads)[0].evidence_size() + (*heads)[0].steps_size() + (*heads)[0].links_size(), 0);
  const auto whole = store_->ListDiscrepancies({.plan = kPlan}, std::nullopt, 10, /*heads=*/false, Soon());
  EXPECT_EQ((*whole)[0].SerializeAsString(), one.SerializeAsString());
}

TEST_P(ReconciliationStoreConformance, ListsForAPartyWhatItOwnsOrKeepsEvidenceOf) {
  v1::Discrepancy with_evidence = Discrepancy("b", 2);
  with_evidence.add_evidence()->mutable_owner()->set_region("140581");
  with_evidence.mutable_evidence(0)->mutable_owner()->set_department("health");
  Save(*store_, {Discrepancy("a"), with_evidence});
  v1::RecordOwner party;
  party.set_region("140581");
  party.set_department("health");
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .party = party}), ElementsAre("b"));
  party.set_department("emergency");
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .party = party}), ElementsAre("a", "b"));
  party.set_region("140525");
  EXPECT_THAT(Listed(*store_, {.plan = kPlan, .party = party}), IsEmpty());
}

TEST_P(ReconciliationStoreConformance, PagesByName) {
  v1::Discrepancy other = Discrepancy("c");
  other.set_plan("plans/other");
  Save(*store_, {Discrepancy("b"), Discrepancy("a"), other});
  const auto of_plan = store_->PageOfDiscrepancies(kPlan, "discrepancies/a", 10, Soon());
  ASSERT_EQ(of_plan->size(), 1);
  EXPECT_EQ((*of_plan)[0].name(), "discrepancies/b");
  EXPECT_EQ(store_->PageOfDiscrepancies("", "", 2, Soon())->size(), 2);
}

TEST_P(ReconciliationStoreConformance, ListsUncertainLinksTheMostLikelyFirst) {
  Save(*store_, {}, {Link("a", 0.3), Link("b", 0.9), Link("c", 0.99, v1::LINK_STATE_LINKED), Link("d", 0.9)});
  const auto links = store_->ListUncertainLinks(kPlan, std::nullopt, 2, Soon());
  ASSERT_EQ(links->size(), 2);
  EXPECT_EQ((*links)[0].name(), "links/b");
  EXPECT_EQ((*links)[1].name(), "links/d");
  const auto rest = store_->ListUncertainLinks(kPlan, LinkPlace{0.9, "links/b"}, 5, Soon());
  ASSERT_EQ(rest->size(), 2);
  EXPECT_EQ((*rest)[0].name(), "links/d");
  EXPECT_EQ((*rest)[1].name(), "links/a");
  EXPECT_THAT(*store_->ListUncertainLinks(kPlan, LinkPlace{0.3, "links/a"}, 5, Soon()), IsEmpty());
  EXPECT_THAT(*store_->ListUncertainLinks("plans/other", std::nullopt, 2, Soon()), IsEmpty());
}

TEST_P(ReconciliationStoreConformance, RemovesLinks) {
  Save(*store_, {}, {Link("a", 0.3)});
  ASSERT_TRUE(store_
                  ->Run(
                      absl::Now(),
                      [](ReconciliationRows& rows) { return rows.RemoveLinks({"links/a"}), absl::OkStatus(); }, Soon())
                  .ok());
  EXPECT_EQ(*store_->FindLink("links/a", Soon()), std::nullopt);
}

TEST_P(ReconciliationStoreConformance, AnswersAllLinksOfAPlanAsTheyWereSavedLast) {
  Save(*store_, {}, {Link("b", 0.1234567890123), Link("a", 0.9)});
  Save(*store_, {}, {Link("a", 0.99, v1::LINK_STATE_LINKED)});
  const auto links = store_->LinksOf(kPlan, Soon());
  ASSERT_EQ(links->size(), 2);
  EXPECT_EQ((*links)[0].name(), "links/a");
  EXPECT_EQ((*links)[0].state(), v1::LINK_STATE_LINKED);
  EXPECT_EQ((*links)[1].probability(), 0.1234567890123);
  EXPECT_THAT(*store_->LinksOf("plans/other", Soon()), IsEmpty());
}

TEST_P(ReconciliationStoreConformance, CountsLinksByStateAndOpenDiscrepanciesByRule) {
  v1::Discrepancy explained = Discrepancy("b");
  explained.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  v1::Discrepancy referred = Discrepancy("c");
  referred.set_state(v1::DISCREPANCY_STATE_REFERRED);
  Save(*store_, {Discrepancy("a"), explained, referred},
       {Link("a", 0.3), Link("b", 0.99, v1::LINK_STATE_LINKED), Link("c", 0.99, v1::LINK_STATE_LINKED)});
  const auto tally = store_->Tally(kPlan, Soon());
  ASSERT_TRUE(tally.ok()) << tally.status();
  EXPECT_EQ(tally->links.at(v1::LINK_STATE_LINKED), 2);
  EXPECT_EQ(tally->links.at(v1::LINK_STATE_UNCERTAIN), 1);
  EXPECT_EQ(tally->open_discrepancies.at("accident-not-reported"), 2);
  EXPECT_EQ(store_->Tally("plans/other", Soon())->links.size(), 0);
}

TEST_P(ReconciliationStoreConformance, KeepsEditionsOfTheModelInTheOrderOfTheirProposal) {
  const auto save = [this](const std::string& id, v1::LinkageModelState state) {
    v1::LinkageModelEdition edition;
    edition.set_name(absl::StrCat(kPlan, "/linkageModels/", id));
    edition.set_state(state);
    const absl::Status saved = store_->Run(
        absl::Now(), [&](ReconciliationRows& rows) { return rows.SaveModel(kPlan, edition), absl::OkStatus(); },
        Soon());
    ASSERT_TRUE(saved.ok()) << saved;
  };
  save("z", v1::LINKAGE_MODEL_STATE_PROPOSED);
  save("a", v1::LINKAGE_MODEL_STATE_PROPOSED);
  save("z", v1::LINKAGE_MODEL_STATE_REFUSED);
  const auto models = store_->ModelsOf(kPlan, Soon());
  ASSERT_EQ(models->size(), 2);
  EXPECT_EQ((*models)[0].name(), "plans/gaoping/linkageModels/z");
  EXPECT_EQ((*models)[0].state(), v1::LINKAGE_MODEL_STATE_REFUSED);
  EXPECT_THAT(*store_->ModelsOf("plans/other", Soon()), IsEmpty());
  size_t seen = 0;
  const auto count = [&](ReconciliationRows& rows) { return seen = rows.ModelsOf(kPlan).size(), absl::OkStatus(); };
  EXPECT_TRUE(store_->Run(absl::Now(), count, Soon()).ok());
  EXPECT_EQ(seen, 2);
}

TEST_P(ReconciliationStoreConformance, AnswersARepeatAndLeavesNothingOfARefusal) {
  const RequestKey key = Key();
  int runs = 0;
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    ++runs;
    rows.SaveDiscrepancy(Discrepancy("a"));
    return Outcome{"answer", "discrepancies/a", "did"};
  };
  EXPECT_EQ(*store_->Mutate(key, absl::Now(), work, Soon()), "answer");
  EXPECT_EQ(*store_->Mutate(key, absl::Now(), work, Soon()), "answer");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(store_->Mutate(Key(key.request_id, "b"), absl::Now(), work, Soon()).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto refusing = [](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    rows.SaveDiscrepancy(Discrepancy("b"));
    return absl::FailedPreconditionError("no");
  };
  EXPECT_EQ(store_->Mutate(Key(), absl::Now(), refusing, Soon()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(*store_->FindDiscrepancy("discrepancies/b", Soon()), std::nullopt);
}

TEST_P(ReconciliationStoreConformance, KeepsTheMarkOfARun) {
  EXPECT_EQ(store_->FindMark(kPlan, Soon())->position, 0);
  const auto run = [](ReconciliationRows& rows) {
    EXPECT_EQ(rows.LockRun(kPlan).day, "");
    rows.SaveMark(kPlan, {7, "1 a", "2026-06-15", "42"});
    return absl::OkStatus();
  };
  ASSERT_TRUE(store_->Run(absl::Now(), run, Soon()).ok());
  const auto mark = store_->FindMark(kPlan, Soon());
  EXPECT_EQ(mark->position, 7);
  EXPECT_EQ(mark->agreements, "1 a");
  EXPECT_EQ(mark->day, "2026-06-15");
  EXPECT_EQ(mark->returns, "42");
}

TEST_P(ReconciliationStoreConformance, EachSavedMarkIsAnother) {
  std::vector<int64_t> revisions;
  for (int i = 0; i < 3; ++i) {
    const auto run = [&revisions](ReconciliationRows& rows) {
      revisions.push_back(rows.LockRun(kPlan).revision);
      rows.SaveMark(kPlan, {7, "1 a", "2026-06-15", "42"});
      return absl::OkStatus();
    };
    ASSERT_TRUE(store_->Run(absl::Now(), run, Soon()).ok());
  }
  revisions.push_back(store_->FindMark(kPlan, Soon())->revision);
  EXPECT_THAT(revisions, ElementsAre(0, 1, 2, 3));
}

TEST_P(ReconciliationStoreConformance, KeepsHowTheRulesStoodAfterTheLastRun) {
  EXPECT_THAT(*store_->RulesOf(kPlan, Soon()), IsEmpty());
  v1::DiscrepancyRuleStatus rule;
  rule.set_rule("death-without-return");
  rule.mutable_obstacle()->set_zh("暂时读不到");
  for (int days = 1; days <= 2; ++days) {
    rule.set_days(days);
    const auto run = [&rule](ReconciliationRows& rows) {
      rows.LockRun(kPlan);
      rows.SaveRules(kPlan, {rule});
      return absl::OkStatus();
    };
    ASSERT_TRUE(store_->Run(absl::Now(), run, Soon()).ok());
  }
  const auto rules = store_->RulesOf(kPlan, Soon());
  ASSERT_EQ(rules->size(), 1);
  EXPECT_EQ((*rules)[0].SerializeAsString(), rule.SerializeAsString());
  EXPECT_THAT(*store_->RulesOf("plans/other", Soon()), IsEmpty());
}

}  // namespace
}  // namespace lianfang::exchange
