#include "services/expert/domain/member/former_ties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "common/time.h"
#include "services/expert/domain/member/normal_form.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYears = 3;
const absl::CivilDay kToday(2026, 6, 1);

v1::Tie ShareholdingUntil(const std::string& code, std::optional<absl::CivilDay> end) {
  v1::Tie tie;
  tie.set_kind(v1::TIE_KIND_SHAREHOLDING);
  *tie.mutable_party() = testing::Party(code);
  if (end.has_value()) *tie.mutable_end_date() = ToDate(*end);
  return tie;
}

TEST(FormerTiesTest, AChangedEmployerStaysAsAnEmploymentThatEnded) {
  const v1::Expert before = testing::Nomination(1);
  v1::Expert after = before;
  *after.mutable_employer() = testing::Party();
  KeepFormerTies(before, after, kYears, kToday);
  ASSERT_THAT(after.ties(), SizeIs(1));
  EXPECT_EQ(after.ties(0).kind(), v1::TIE_KIND_EMPLOYMENT);
  EXPECT_EQ(after.ties(0).party().credit_code(), testing::kEmployerCode);
  EXPECT_EQ(DayOf(after.ties(0).end_date()), kToday);
}

TEST(FormerTiesTest, AnotherSpellingOfTheEmployersNameIsNoChange) {
  const v1::Expert before = testing::Nomination(1);
  v1::Expert after = before;
  after.mutable_employer()->set_display_name("示例单位有限公司");
  KeepFormerTies(before, after, kYears, kToday);
  EXPECT_THAT(after.ties(), IsEmpty());
}

TEST(FormerTiesTest, ATieLeftOutStaysAsEndedUntilItMattersNoMore) {
  v1::Expert before = testing::Nomination(1);
  *before.add_ties() = ShareholdingUntil(testing::kPartyCode, std::nullopt);
  *before.add_ties() = ShareholdingUntil(testing::kEmployerCode, absl::CivilDay(2023, 5, 31));
  v1::Expert after = before;
  after.clear_ties();
  KeepFormerTies(before, after, kYears, kToday);
  ASSERT_THAT(after.ties(), SizeIs(1));
  EXPECT_EQ(after.ties(0).party().credit_code(), testing::kPartyCode);
  EXPECT_EQ(DayOf(after.ties(0).end_date()), kToday);
}

TEST(FormerTiesTest, ATieThatTheUpdateNamesIsTheUpdates) {
  v1::Expert before = testing::Nomination(1);
  *before.add_ties() = ShareholdingUntil(testing::kPartyCode, std::nullopt);
  v1::Expert after = before;
  *after.mutable_ties(0) = ShareholdingUntil(testing::kPartyCode, absl::CivilDay(2025, 1, 31));
  KeepFormerTies(before, after, kYears, kToday);
  ASSERT_THAT(after.ties(), SizeIs(1));
  EXPECT_EQ(DayOf(after.ties(0).end_date()), absl::CivilDay(2025, 1, 31));
}

TEST(NormalFormTest, SpellingsOfOneIdentifierAreOne) {
  v1::Expert expert = testing::Nomination(1);
  expert.mutable_identifying_data()->set_id_number(" 33010219200403064x");
  expert.mutable_identifying_data()->set_email("Li.Ming@163.COM");
  expert.mutable_employer()->set_credit_code("91350100m000100y43 ");
  *expert.add_ties() = ShareholdingUntil("91350203m0001qkt19", std::nullopt);
  expert = NormalForm(std::move(expert));
  EXPECT_EQ(expert.identifying_data().id_number(), "33010219200403064X");
  EXPECT_EQ(expert.identifying_data().email(), "Li.Ming@163.com");
  EXPECT_EQ(expert.employer().credit_code(), "91350100M000100Y43");
  EXPECT_EQ(expert.ties(0).party().credit_code(), "91350203M0001QKT19");
}

}  // namespace
}  // namespace lianfang::expert
