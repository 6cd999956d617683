// Linking anew only what new versions touch gives the links that linking everything gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/domain/reconciliation/record_links.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

// Two registers of few persons, much alike, whose records change at random.
class World {
 public:
  explicit World(uint32_t seed) : random_(seed) {}

  // A new version, a new record, or one that is gone; its name is added to the changed ones.
  void Change() {
    const bool training = random_() % 2 == 0;
    const std::string name = absl::StrCat("records/", training ? "training/" : "person/", random_() % 25);
    if (records_.count(name) > 0 && random_() % 5 == 0) {
      records_.erase(name);
      return;
    }
    v1::Record record = training ? Training() : PersonInPosition();
    record.set_name(name);
    record.set_version(++version_);
    Fill(training ? *record.mutable_training()->mutable_person() : *record.mutable_person()->mutable_person());
    records_[name] = std::move(record);
    changed_.insert(name);
  }

  SharedRecords records() const {
    SharedRecords all;
    for (const auto& [name, record] : records_) all.push_back(record);
    return all;
  }
  const std::set<std::string>& changed() const { return changed_; }
  void Settle() { changed_.clear(); }

 private:
  void Fill(v1::Person& person) {
    static constexpr const char* kNames[] = {"张伟", "张玮", "章伟", "李娜", "李那", "王芳", "王方", "王房"};
    person.set_display_name(kNames[random_() % 8]);
    person.clear_id_number();
    person.clear_id_document();
    if (random_() % 2 == 0) person.set_id_number(random_() % 2 == 0 ? kIdNumber : kOtherIdNumber);
    person.set_phone(absl::StrCat("1390000111", random_() % 4));
    *person.mutable_birth_date() = ToDate(absl::CivilDay(1980 + static_cast<int>(random_() % 3), 5, 1));
  }

  std::mt19937 random_;
  std::map<std::string, v1::Record> records_;
  std::set<std::string> changed_;
  int64_t version_ = 0;
};

std::vector<std::string> Texts(const std::vector<v1::Link>& links) {
  std::vector<std::string> texts;
  for (const v1::Link& link : links) {
    texts.push_back(
        absl::StrCat(link.left(), " ", link.right(), " ", v1::LinkState_Name(link.state()), " ", link.probability()));
  }
  return texts;
}

TEST(RelinkedTest, GivesWhatLinkingEverythingGives) {
  const linkage::Model model = ReconciliationModelOf(nullptr);
  size_t linked = 0;
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    World world(seed);
    LinkDecisions decided;
    std::vector<v1::Link> links;
    for (int round = 0; round < 12; ++round) {
      const uint32_t changes = round == 0 ? 40 : 1 + seed % 3;
      for (uint32_t i = 0; i < changes; ++i) world.Change();
      const SharedRecords records = world.records();
      const auto all = LinksOf(records, kPlan, decided, model, Zone());
      uint64_t compared = 0;
      const auto some = Relinked(records, kPlan, decided, model, Zone(), {links, world.changed()}, compared);
      ASSERT_EQ(Texts(some), Texts(all)) << "seed " << seed << ", round " << round;
      links = some;
      linked += links.size();
      world.Settle();
      // Decisions make a full run in the service; here the next round starts from one.
      if (seed % 4 == 0 && round == 5 && !links.empty()) {
        decided[{links[0].left(), links[0].right()}] = seed % 8 == 0;
        links = LinksOf(records, kPlan, decided, model, Zone());
      }
    }
  }
  EXPECT_GT(linked, 2000U) << "without links nothing was compared";
}

TEST(RelinkedTest, ComparesOnlyWhatANewVersionTouches) {
  SharedRecords records;
  for (int i = 0; i < 200; ++i) {
    for (v1::Record record : {PersonInPosition(), Training()}) {
      const bool training = record.kind() == v1::RECORD_KIND_TRAINING;
      record.set_name(absl::StrCat("records/", training ? "training/" : "person/", i));
      v1::Person& person =
          training ? *record.mutable_training()->mutable_person() : *record.mutable_person()->mutable_person();
      person.clear_id_number();
      person.set_display_name(absl::StrCat("名", i));
      person.set_phone(absl::StrCat(13900000000 + i * 7919));
      *person.mutable_birth_date() = ToDate(absl::CivilDay(1970, 1, 1) + i * 37);
      records.push_back(record);
    }
  }
  const linkage::Model model = ReconciliationModelOf(nullptr);
  const auto links = LinksOf(records, kPlan, {}, model, Zone());
  uint64_t compared = 0;
  EXPECT_EQ(Texts(Relinked(records, kPlan, {}, model, Zone(), {links, {}}, compared)), Texts(links));
  EXPECT_EQ(compared, 0U) << "nothing has changed";
  records[0].set_version(2);
  const auto after = Relinked(records, kPlan, {}, model, Zone(), {links, {records[0].name()}}, compared);
  EXPECT_EQ(Texts(after), Texts(LinksOf(records, kPlan, {}, model, Zone())));
  EXPECT_GT(compared, 0U);
  EXPECT_LT(compared, 20U) << "of 40,000 pairs";
}

}  // namespace
}  // namespace lianfang::exchange
