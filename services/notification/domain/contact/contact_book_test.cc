#include "services/notification/domain/contact/contact_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Contact;

const Place kEmergencyLiaison{"140581", "emergency", type::v1::RECIPIENT_LIAISON};

Contact Holder(absl::string_view suffix) {
  return testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, suffix);
}

Contact Deputy(absl::CivilDay from, absl::CivilDay until) {
  Contact deputy = Holder("deputy");
  deputy.set_deputy(true);
  *deputy.mutable_start_time() = ToTimestamp(testing::At(absl::CivilSecond(from)));
  *deputy.mutable_end_time() = ToTimestamp(testing::At(absl::CivilSecond(until)));
  return deputy;
}

// The suffixes of those reached; a copy is marked.
std::vector<std::string> Reached(const ContactBook& book, absl::CivilDay day) {
  std::vector<std::string> reached;
  for (const Addressee& addressee : book.At(kEmergencyLiaison, testing::At(absl::CivilSecond(day)))) {
    const std::string& name = addressee.contact->name();
    reached.push_back(name.substr(name.rfind('-') + 1) + (addressee.copy ? " (copy)" : ""));
  }
  return reached;
}

TEST(ContactBookTest, SeveralMayHoldOneRole) {
  EXPECT_THAT(Reached(ContactBook({Holder("2"), Holder("1")}), absl::CivilDay(2022, 5, 24)), ElementsAre("1", "2"));
}

TEST(ContactBookTest, ADeputyGetsCopiesWhileTheRoleIsHeldAndTheMailWhileItIsNot) {
  Contact holder = Holder("1");
  *holder.mutable_end_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 5, 25)));
  const ContactBook book({holder, Deputy(absl::CivilDay(2022, 5, 24), absl::CivilDay(2022, 5, 27))});
  EXPECT_THAT(Reached(book, absl::CivilDay(2022, 5, 23)), ElementsAre("1"));
  EXPECT_THAT(Reached(book, absl::CivilDay(2022, 5, 24)), ElementsAre("1", "deputy (copy)"));
  EXPECT_THAT(Reached(book, absl::CivilDay(2022, 5, 25)), ElementsAre("deputy"));
  EXPECT_THAT(Reached(book, absl::CivilDay(2022, 5, 27)), IsEmpty());
}

TEST(ContactBookTest, CopiesMayBeDeclinedDutiesMayNot) {
  Contact deputy = Deputy(absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 6, 1));
  deputy.set_copies_declined(true);
  Contact holder = Holder("1");
  holder.set_copies_declined(true);
  EXPECT_THAT(Reached(ContactBook({holder, deputy}), absl::CivilDay(2022, 5, 24)), ElementsAre("1"));
  EXPECT_THAT(Reached(ContactBook({deputy}), absl::CivilDay(2022, 5, 24)), ElementsAre("deputy"));
}

TEST(PlaceOfTest, TheDirectorIsInTheLeadDepartmentOthersInTheOneThatOwes) {
  auto obligation =
      testing::GaopingObligation("construction", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  obligation.set_acting_region("140500");
  const ReminderPolicy policy = *ReminderPolicyOf(testing::GaopingPlan());
  const Place liaison = PlaceOf(testing::DutiesOf(obligation).at(0), type::v1::RECIPIENT_LIAISON, policy);
  EXPECT_EQ(liaison.region + " " + liaison.department, "140500 housing");
  const Place director = PlaceOf(testing::DutiesOf(obligation).at(0), type::v1::RECIPIENT_OFFICE_DIRECTOR, policy);
  EXPECT_EQ(director.region + " " + director.department, "140581 hrss");
}

TEST(PlaceOfTest, ALeadDepartmentMayActFromAnotherRegion) {
  auto plan = testing::GaopingPlan();
  plan.mutable_departments(0)->set_acting_region("140500");
  const auto obligation =
      testing::GaopingObligation("construction", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  EXPECT_EQ(
      PlaceOf(testing::DutiesOf(obligation).at(0), type::v1::RECIPIENT_OFFICE_DIRECTOR, *ReminderPolicyOf(plan)).region,
      "140500");
}

}  // namespace
}  // namespace lianfang::notification
