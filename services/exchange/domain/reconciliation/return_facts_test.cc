// Which returns are in force.
#include "services/exchange/domain/reconciliation/return_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ReturnFactsTest, OnlyWhatIsInForceIsHeldAgainstRecords) {
  submission::v1::Obligation owed;
  owed.set_name("plans/p/obligations/o");
  owed.set_department("emergency");
  owed.set_acting_region("140581");
  owed.set_period("2025");
  submission::v1::Return filed;
  filed.set_obligation(owed.name());
  filed.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  filed.mutable_latest()->set_name("plans/p/returns/o/revisions/2");
  filed.mutable_latest()->add_figures()->set_figure("accidents");
  filed.mutable_latest()->mutable_figures(0)->set_number(3);
  filed.mutable_latest()->add_figures()->set_figure("deaths");
  filed.mutable_latest()->mutable_figures(1)->mutable_not_applicable()->set_reason("无");
  const auto in_force = ReturnsInForce({owed}, {filed});
  ASSERT_THAT(in_force, SizeIs(1));
  EXPECT_EQ(in_force[0].owner.department(), "emergency");
  EXPECT_EQ(in_force[0].numbers, (std::map<std::string, int64_t>{{"accidents", 3}}));
  EXPECT_EQ(ReturnNameOf(in_force[0]), "plans/p/returns/o");
  filed.set_state(submission::v1::RETURN_STATE_SENT_BACK);
  EXPECT_THAT(ReturnsInForce({owed}, {filed}), IsEmpty());
  filed.set_state(submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  filed.mutable_in_force()->set_name("plans/p/returns/o/revisions/1");
  EXPECT_EQ(ReturnsInForce({owed}, {filed})[0].revision, "plans/p/returns/o/revisions/1");
  EXPECT_THAT(ReturnsInForce({}, {filed}), IsEmpty());
}

}  // namespace
}  // namespace lianfang::exchange
