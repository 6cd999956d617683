#include "services/evaluation/domain/outlook/punctuality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using duty::v1::Duty;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PunctualityTest : public testing::Test {
 protected:
  // A duty stated and open since the start of 2022, in time before `due`.
  Duty& Owe(const std::string& department, const std::string& kind, absl::Time due) {
    Duty duty;
    duty.set_resource(absl::StrCat("plans/sample/tasks/", duties_.size()));
    duty.set_department(department);
    duty.mutable_kind()->set_id(kind);
    duty.mutable_kind()->mutable_title()->set_zh(kind + "（字）");
    *duty.mutable_create_time() = ToTimestamp(Day(2022, 1, 1));
    *duty.mutable_open_time() = ToTimestamp(Day(2022, 1, 1));
    *duty.mutable_due_time() = ToTimestamp(due);
    duties_.push_back(duty);
    duties::AwaitWhileOpen(duties_.back());
    return duties_.back();
  }

  static void Meet(Duty& duty, absl::Time time, bool late) {
    *duty.mutable_met_time() = ToTimestamp(time);
    duty.set_met_late(late);
    duties::AwaitWhileOpen(duty);
  }

  static void Withdraw(Duty& duty, absl::Time time) {
    *duty.mutable_withdrawn_time() = ToTimestamp(time);
    duties::AwaitWhileOpen(duty);
  }

  // `emergency 2022 return 3 = 1+1+1, 1 withdrawn, 33.3333 %`: owed = in time + late + overdue.
  std::vector<std::string> At(absl::Time as_of) const {
    std::vector<std::string> texts;
    for (const auto& each : PunctualityOf(plan_, duties_, as_of)) {
      texts.push_back(absl::StrCat(each.department(), " ", each.year() == 0 ? "all" : absl::StrCat(each.year()),
                                   each.kind().empty() ? "" : " ", each.kind(), " ", each.owed(), " = ", each.in_time(),
                                   "+", each.late(), "+", each.overdue(), ", ", each.withdrawn(), " withdrawn, ",
                                   each.timeliness().text(), " %"));
    }
    return texts;
  }

  type::v1::Plan plan_ = SamplePlan();
  std::vector<Duty> duties_;
};

TEST_F(PunctualityTest, NothingIsCountedBeforeItIsDueOrDone) {
  Owe("emergency", "return", Day(2022, 6, 1));
  EXPECT_THAT(At(Day(2022, 5, 31)), IsEmpty());
  EXPECT_THAT(At(Day(2022, 6, 1)), ElementsAre("emergency 2022 return 1 = 0+0+1, 0 withdrawn, 0 %",
                                               "emergency all 1 = 0+0+1, 0 withdrawn, 0 %"));
  Meet(duties_[0], Day(2022, 3, 1), /*late=*/false);
  EXPECT_THAT(At(Day(2022, 2, 1)), IsEmpty());
  EXPECT_THAT(At(Day(2022, 3, 1)), ElementsAre("emergency 2022 return 1 = 1+0+0, 0 withdrawn, 100 %",
                                               "emergency all 1 = 1+0+0, 0 withdrawn, 100 %"));
}

TEST_F(PunctualityTest, EachDutyIsCountedOnceByWhereItStands) {
  Meet(Owe("emergency", "return", Day(2022, 6, 1)), Day(2022, 5, 1), /*late=*/false);
  Meet(Owe("emergency", "return", Day(2022, 6, 1)), Day(2022, 7, 1), /*late=*/true);
  Withdraw(Owe("emergency", "return", Day(2022, 6, 1)), Day(2022, 5, 1));
  Owe("emergency", "return", Day(2022, 6, 1));
  EXPECT_THAT(At(Day(2022, 6, 15)), testing::Contains("emergency 2022 return 3 = 1+0+2, 1 withdrawn, 33.3333 %"));
  EXPECT_THAT(At(Day(2022, 8, 1)), testing::Contains("emergency 2022 return 3 = 1+1+1, 1 withdrawn, 33.3333 %"));
}

TEST_F(PunctualityTest, WhatCanNoLongerBeDoneStaysOverdue) {
  Duty& duty = Owe("emergency", "return", Day(2022, 6, 1));
  *duty.mutable_lock_time() = ToTimestamp(Day(2022, 9, 1));
  duties::AwaitWhileOpen(duty);
  EXPECT_THAT(At(Day(2023, 1, 1)), testing::Contains("emergency all 1 = 0+0+1, 0 withdrawn, 0 %"));
}

TEST_F(PunctualityTest, WhatWaitsForAnotherDutyOrWasNotStatedIsNotCounted) {
  Owe("emergency", "return", Day(2022, 6, 1)).clear_awaited_spans();
  *Owe("emergency", "return", Day(2022, 6, 1)).mutable_create_time() = ToTimestamp(Day(2022, 7, 1));
  EXPECT_THAT(At(Day(2022, 6, 30)), IsEmpty());
}

// The due instant is the first one after the due date: 31 December is due in its own year.
TEST_F(PunctualityTest, OrderIsThePlansDepartmentsThenYearsThenKinds) {
  for (const char* department : {"zz", "health", "emergency"}) Owe(department, "return", Day(2023, 1, 1));
  Owe("health", "invitation", Day(2022, 3, 1));
  Owe("health", "invitation", Day(2023, 1, 2));
  std::vector<std::string> keys;
  for (const auto& each : PunctualityOf(plan_, duties_, Day(2024, 1, 1))) {
    keys.push_back(absl::StrCat(each.department(), " ", each.year(), " ", each.kind_names().zh(), " ", each.owed()));
  }
  EXPECT_THAT(keys, ElementsAre("emergency 2022 return（字） 1", "emergency 0  1", "health 2022 invitation（字） 1",
                                "health 2022 return（字） 1", "health 2023 invitation（字） 1", "health 0  3",
                                "zz 2022 return（字） 1", "zz 0  1"));
}

TEST_F(PunctualityTest, OnlyWithdrawnIsNoShare) {
  Withdraw(Owe("emergency", "return", Day(2022, 6, 1)), Day(2022, 5, 1));
  const auto all = PunctualityOf(plan_, duties_, Day(2022, 7, 1));
  ASSERT_EQ(all.size(), 2);
  EXPECT_FALSE(all[0].has_timeliness());
}

// What is kept of a duty counts as the duty does.
TEST_F(PunctualityTest, WordsAreNotKept) {
  Duty& duty = Owe("emergency", "return", Day(2022, 6, 1));
  duty.mutable_title()->set_zh("煤矿");
  duty.set_portal_page("page");
  duty.add_reminder_stages();
  const std::vector<std::string> before = At(Day(2022, 7, 1));
  duty = CountedPart(duty);
  EXPECT_FALSE(duty.has_title());
  EXPECT_EQ(duty.reminder_stages_size(), 0);
  EXPECT_EQ(At(Day(2022, 7, 1)), before);
}

}  // namespace
}  // namespace lianfang::evaluation
