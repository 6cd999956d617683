// Runs that are broken off at each of their checkpoints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/exchange/reconciler.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kAccidents = 6;

// Accidents whose casualties have applied, but for one, and a reconciler that stores one link in a transaction.
class City {
 public:
  City() {
    for (int i = 1; i <= kAccidents; ++i) {
      world_.Published(world_.emergency, OfPerson(Accident(i), i));
      if (i > 1) world_.Published(world_.hrss, OfPerson(Injury(i), i));
    }
    world_.AgreeOn(
        v1::RECORD_KIND_ACCIDENT, world_.emergency_convener,
        {"occurrence_time", "employer", "casualties.person", "casualties.outcome", "deaths", "slightly_injured"});
    world_.AgreeOn(
        v1::RECORD_KIND_INJURY, As(type::v1::ROLE_CONVENER, "hrss"),
        {"person", "employer", "injury_date", "from_accident", "from_disease", "application_date", "decision"});
    store_.SetPlans({kPlan}, 2 * kAccidents - 1);
  }

  absl::StatusOr<v1::ReconcilePlanResponse> Run(const linkage::StopFlag& stopped) {
    return reconciler_.ReconcilePlan(kPlan, /*always=*/false, absl::InfiniteFuture(), stopped);
  }
  int64_t runs() { return store_.FindMark(kPlan, absl::InfiniteFuture())->revision; }
  std::vector<v1::Link> Links() { return *store_.LinksOf(kPlan, absl::InfiniteFuture()); }
  std::vector<v1::Discrepancy> Discrepancies() {
    return *store_.PageOfDiscrepancies(kPlan, "", 1000, absl::InfiniteFuture());
  }
  // All that is stored, as text.
  std::string Stored() {
    std::string text = store_.FindMark(kPlan, absl::InfiniteFuture())->agreements;
    for (const v1::Link& link : Links()) absl::StrAppend(&text, link.ShortDebugString(), "\n");
    for (const v1::Discrepancy& one : Discrepancies()) absl::StrAppend(&text, one.ShortDebugString(), "\n");
    return text;
  }

 private:
  static v1::Person PersonOf(int number) {
    constexpr const char* kNames[] = {"欧阳晓明", "王建国", "李秀英", "张志强", "赵丽华", "陈大伟"};
    v1::Person person;
    person.set_display_name(kNames[number - 1]);
    *person.mutable_birth_date() = ToDate(absl::CivilDay(1970 + number, number, 10 + number));
    person.set_phone(absl::StrCat("1380000100", number));
    return person;
  }
  static v1::Record OfPerson(v1::Record record, int number) {
    const absl::Time happened = Now() - absl::Hours(24 * (60 + 10 * number));
    if (record.has_accident()) {
      *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(happened);
      *record.mutable_accident()->mutable_casualties(0)->mutable_person() = PersonOf(number);
    } else {
      *record.mutable_injury()->mutable_person() = PersonOf(number);
      *record.mutable_injury()->mutable_injury_date() = ToDate(absl::ToCivilDay(happened, Zone()));
      *record.mutable_injury()->mutable_application_date() = ToDate(absl::ToCivilDay(happened, Zone()) + 5);
    }
    return record;
  }

  World world_;
  FakeReconciliationStore store_;
  FakeReturns returns_;
  Reconciler reconciler_{world_.context, world_.records, store_, {.portion = 1}, world_.metrics, returns_};
};

TEST(InterruptedRunTest, LeavesNothingHalfWrittenAndTheNextOneEndsAsIfNothingHadHappened) {
  City undisturbed;
  std::atomic<int> checkpoints = 0;  // two threads link
  ASSERT_TRUE(undisturbed.Run([&] { return ++checkpoints < 0; }).ok());
  ASSERT_THAT(undisturbed.Links(), SizeIs(kAccidents - 1));
  ASSERT_THAT(undisturbed.Discrepancies(), Not(IsEmpty()));
  ASSERT_GT(checkpoints, 20);

  City city;
  size_t most_links = 0;
  for (int stop_at = 1; city.runs() == 0; ++stop_at) {
    std::atomic<int> asked = 0;
    const auto ran = city.Run([&] { return ++asked >= stop_at; });
    if (ran.ok()) break;
    EXPECT_EQ(ran.status().code(), absl::StatusCode::kCancelled) << stop_at;
    EXPECT_EQ(city.runs(), 0) << "the next run is due";
    EXPECT_THAT(city.Discrepancies(), IsEmpty()) << "with the mark or not at all";
    most_links = std::max(most_links, city.Links().size());
    ASSERT_LE(stop_at, 2 * checkpoints);
  }
  EXPECT_GT(most_links, 0) << "it was broken off between links, too";
  EXPECT_EQ(city.runs(), 1);
  EXPECT_EQ(city.Stored(), undisturbed.Stored());
}

}  // namespace
}  // namespace lianfang::exchange
