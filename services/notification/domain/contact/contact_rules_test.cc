#include "services/notification/domain/contact/contact_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Contact;

const std::vector<std::string>& Languages() {
  static const auto* const languages = new std::vector<std::string>{"en", "zh-CN"};
  return *languages;
}

Contact Liaison() { return testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON); }

std::vector<std::string> FaultyFields(const Contact& contact) {
  const auto details = BadRequestOf(CheckContact(contact, Languages()).status());
  std::vector<std::string> fields;
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(ContactRulesTest, StoresAddressAndLanguageInOneForm) {
  Contact contact = Liaison();
  contact.set_email("Liaison@EMERGENCY.example");
  contact.clear_language();
  const auto checked = CheckContact(contact, Languages());
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->email(), "Liaison@emergency.example");
  EXPECT_EQ(checked->language(), "zh-CN");
}

TEST(ContactRulesTest, NamesEveryFault) {
  Contact contact;
  contact.set_region("14058");
  contact.set_department("Emergency");
  contact.set_display_name("a\r\nBcc: b@c.example");
  contact.set_email("nobody");
  contact.set_language("fr");
  contact.set_deputy(true);
  EXPECT_THAT(FaultyFields(contact),
              ElementsAre("contact.region", "contact.department", "contact.role", "contact.display_name",
                          "contact.email", "contact.language", "contact.end_time"));
}

TEST(ContactRulesTest, AnAddressThatNoMailReachesIsRefused) {
  for (const char* address : {"li..ming@163.com", "zhao.@qq.com", "qian@163..com", "sun@-163.com", "a..b@x.cn"}) {
    Contact contact = Liaison();
    contact.set_email(address);
    EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.email")) << address;
  }
}

TEST(ContactRulesTest, ANameThatReadsOtherwiseThanItIsStoredIsRefused) {
  Contact contact = Liaison();
  contact.set_display_name("李\u202a明");
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.display_name"));
}

TEST(ContactRulesTest, TheNameMustAgreeWithThePlace) {
  Contact contact = Liaison();
  EXPECT_THAT(FaultyFields(contact), IsEmpty());
  contact.set_name("contacts/140581-emergency-convener-1");
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.name"));
  contact.set_name("contacts/140581-emergency-liaison-");
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.name"));
  contact.clear_name();
  EXPECT_THAT(FaultyFields(contact), IsEmpty());
}

TEST(ContactRulesTest, ATermIsHalfOpenAndNotEmpty) {
  const absl::Time start = testing::At(absl::CivilSecond(2022, 6, 1));
  Contact contact = Liaison();
  *contact.mutable_start_time() = ToTimestamp(start);
  *contact.mutable_end_time() = ToTimestamp(start);
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.end_time"));
  *contact.mutable_end_time() = ToTimestamp(start + absl::Hours(1));
  EXPECT_THAT(FaultyFields(contact), IsEmpty());
  EXPECT_FALSE(IsValidAt(contact, start - absl::Nanoseconds(1)));
  EXPECT_TRUE(IsValidAt(contact, start));
  EXPECT_FALSE(IsValidAt(contact, start + absl::Hours(1)));
}

TEST(ContactRulesTest, WhatTheServerSetsIsRefused) {
  Contact contact = Liaison();
  contact.set_etag("x");
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact"));
}

// A channel that takes addresses of small letters.
const AddressChecks& Channels() {
  static const auto* const channels =
      new AddressChecks{{"webhook", [](const std::string& address) -> absl::StatusOr<std::string> {
                           if (address == "A") return absl::InvalidArgumentError("must be small");
                           return address;
                         }}};
  return *channels;
}

void AddAddress(Contact& contact, const std::string& channel, const std::string& address) {
  auto* added = contact.add_addresses();
  added->set_channel(channel);
  added->set_address(address);
}

std::vector<std::string> FaultyAddressFields(const Contact& contact) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckContact(contact, Languages(), Channels()).status());
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(ContactRulesTest, AnAddressIsOnAChannelOfTheServerOnceAndAsTheChannelWantsIt) {
  Contact contact = Liaison();
  AddAddress(contact, "webhook", "a");
  EXPECT_THAT(FaultyAddressFields(contact), IsEmpty());
  AddAddress(contact, "webhook", "b");
  AddAddress(contact, "email", "a@b.example");
  AddAddress(contact, "pigeon", "a");
  EXPECT_THAT(FaultyAddressFields(contact), ElementsAre("contact.addresses[1].channel", "contact.addresses[2].channel",
                                                        "contact.addresses[3].channel"));
  contact.clear_addresses();
  AddAddress(contact, "webhook", "A");
  EXPECT_THAT(FaultyAddressFields(contact), ElementsAre("contact.addresses[0].address"));
  EXPECT_THAT(FaultyFields(contact), ElementsAre("contact.addresses[0]")) << "a server without other channels";
}

TEST(ContactRulesTest, TheOrderNamesEveryChannelOfTheContactOnce) {
  Contact contact = Liaison();
  AddAddress(contact, "webhook", "a");
  for (const std::vector<std::string>& order :
       std::vector<std::vector<std::string>>{{}, {"webhook", "email"}, {"email", "webhook"}}) {
    contact.mutable_channels()->Assign(order.begin(), order.end());
    EXPECT_THAT(FaultyAddressFields(contact), IsEmpty());
  }
  for (const std::vector<std::string>& order : std::vector<std::vector<std::string>>{
           {"webhook"}, {"email", "email"}, {"email", "webhook", "webhook"}, {"email", "pigeon"}}) {
    contact.mutable_channels()->Assign(order.begin(), order.end());
    EXPECT_THAT(FaultyAddressFields(contact), ElementsAre("contact.channels"));
  }
}

}  // namespace
}  // namespace lianfang::notification
