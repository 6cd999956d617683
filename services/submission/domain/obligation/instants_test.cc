#include "services/submission/domain/obligation/instants.h"

#include <gtest/gtest.h>

#include "common/time.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

class InstantsTest : public testing::Test {
 protected:
  InstantsTest() {
    *obligation_.mutable_open_time() = At("2025-12-01");
    *obligation_.mutable_due_time() = At("2026-01-11");
    *obligation_.mutable_grace_end_time() = At("2026-01-16");
    *obligation_.mutable_lock_time() = At("2026-02-11");
  }

  static google::protobuf::Timestamp At(const std::string& day) { return ToTimestamp(Shanghai(day + " 00:00")); }

  v1::ObligationAdjustment& Adjust(v1::AdjustmentKind kind, const std::string& day) {
    v1::ObligationAdjustment& adjustment = *obligation_.add_adjustments();
    adjustment.set_kind(kind);
    *adjustment.mutable_adjust_time() = At(day);
    return adjustment;
  }

  absl::Time Then(v1::ObligationInstant instant, const std::string& day) {
    return InstantsAt(obligation_, Shanghai(day + " 00:00"))[instant].value_or(absl::InfinitePast());
  }

  v1::Obligation obligation_;
};

TEST_F(InstantsTest, AnExtensionIsUndoneWithGraceAndLock) {
  auto& extension = Adjust(v1::ADJUSTMENT_KIND_EXTENSION, "2025-12-20");
  *extension.mutable_previous_due_time() = At("2026-01-01");
  *extension.mutable_due_time() = At("2026-01-11");
  EXPECT_EQ(Then(v1::OBLIGATION_INSTANT_DUE, "2025-12-19"), Shanghai("2026-01-01 00:00"));
  EXPECT_EQ(Then(v1::OBLIGATION_INSTANT_GRACE_END, "2025-12-19"), Shanghai("2026-01-06 00:00"));
  EXPECT_EQ(Then(v1::OBLIGATION_INSTANT_LOCK, "2025-12-19"), Shanghai("2026-02-01 00:00"));
  EXPECT_EQ(Then(v1::OBLIGATION_INSTANT_DUE, "2025-12-20"), Shanghai("2026-01-11 00:00"));
}

TEST_F(InstantsTest, AnAmendmentIsUndoneInstantByInstant) {
  v1::Obligation before = obligation_;
  *before.mutable_open_time() = At("2025-12-15");
  before.clear_lock_time();
  *before.mutable_final_due_time() = At("2026-03-01");
  auto& amendment = Adjust(v1::ADJUSTMENT_KIND_AMENDMENT, "2025-12-20");
  *amendment.mutable_previous_due_time() = *amendment.mutable_due_time() = obligation_.due_time();
  for (const auto& change : ChangesBetween(before, obligation_)) *amendment.add_instants() = change;
  ASSERT_EQ(amendment.instants_size(), 3);
  EXPECT_EQ(amendment.instants(0).instant(), v1::OBLIGATION_INSTANT_OPEN);
  EXPECT_EQ(amendment.instants(1).instant(), v1::OBLIGATION_INSTANT_LOCK);
  EXPECT_FALSE(amendment.instants(1).has_previous_time());
  EXPECT_EQ(amendment.instants(2).instant(), v1::OBLIGATION_INSTANT_FINAL_DUE);
  EXPECT_FALSE(amendment.instants(2).has_time());
  EXPECT_EQ(InstantsAt(obligation_, Shanghai("2025-12-19 00:00")), InstantsOf(before));
  EXPECT_EQ(InstantsAt(obligation_, Shanghai("2025-12-20 00:00")), InstantsOf(obligation_));
}

TEST_F(InstantsTest, AnInstantOfALaterVersionIsPassedOver) {
  auto& change = *Adjust(v1::ADJUSTMENT_KIND_AMENDMENT, "2025-12-20").add_instants();
  change.set_instant(static_cast<v1::ObligationInstant>(v1::ObligationInstant_ARRAYSIZE));
  *change.mutable_previous_time() = At("2025-01-01");
  EXPECT_EQ(InstantsAt(obligation_, Shanghai("2025-12-19 00:00")), InstantsOf(obligation_));
}

}  // namespace
}  // namespace lianfang::submission
