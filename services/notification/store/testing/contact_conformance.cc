// The part of the conformance suite about contacts.
#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "common/id.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/saved_rows.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Contact;

std::vector<std::string> Names(const std::vector<Contact>& contacts) {
  std::vector<std::string> names;
  for (const Contact& contact : contacts) names.push_back(contact.name());
  return names;
}

TEST_P(NotificationStoreConformance, NewContactsAreNumberedAndRepeatsAnswerTheFirst) {
  const std::string request_id = NewUuid();
  const auto first = PutContact(*store_, Put(Unnamed(), request_id), CallDeadline());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), "contacts/140581-emergency-liaison-1");
  EXPECT_EQ(PutContact(*store_, Put(Unnamed(), request_id), CallDeadline())->name(), first->name());
  EXPECT_EQ(PutContact(*store_, Put(Unnamed()), CallDeadline())->name(), "contacts/140581-emergency-liaison-2");

  Contact other = Unnamed();
  other.set_email("other@emergency.example");
  EXPECT_EQ(PutContact(*store_, Put(other, request_id), CallDeadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(NotificationStoreConformance, AContactIsReplacedUnderItsEtag) {
  Contact contact = *PutContact(*store_, Put(Unnamed()), CallDeadline());
  const std::string etag = contact.etag();
  contact.set_email("new@emergency.example");
  ContactPut put = Put(contact);
  put.etag = "stale";
  EXPECT_EQ(PutContact(*store_, put, CallDeadline()).status().code(), absl::StatusCode::kAborted);
  put.etag = etag;
  const auto replaced = PutContact(*store_, put, CallDeadline());
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_NE(replaced->etag(), etag);
  const auto contacts = store_->ListContacts({}, {"", 10}, CallDeadline());
  ASSERT_THAT(*contacts, SizeIs(1));
  EXPECT_EQ(contacts->at(0).email(), "new@emergency.example");
}

TEST_P(NotificationStoreConformance, ASubjectIsFoundWhileItsContactIsValid) {
  Contact contact = Unnamed();
  contact.set_subject("zhang.wei@sso");
  const absl::Time start = absl::FromUnixSeconds(1'600'000'000), end = start + absl::Hours(24);
  *contact.mutable_start_time() = ToTimestamp(start);
  *contact.mutable_end_time() = ToTimestamp(end);
  contact = *PutContact(*store_, Put(contact), CallDeadline());
  const auto found = [&](const std::string& subject, absl::Time now) {
    return Names(*store_->FindSubject(subject, now, CallDeadline()));
  };
  EXPECT_THAT(found("zhang.wei@sso", start), ElementsAre(contact.name()));
  EXPECT_THAT(found("zhang.wei@sso", start - absl::Seconds(1)), IsEmpty());
  EXPECT_THAT(found("zhang.wei@sso", end), IsEmpty());
  EXPECT_THAT(found("zhang.wei", start), IsEmpty());
  ASSERT_TRUE(PutContact(*store_, Put(Unnamed()), CallDeadline()).ok());
  EXPECT_THAT(found("", start), IsEmpty()) << "nobody is nobody's";
  contact.set_subject("");
  contact.clear_etag();
  contact.clear_create_time();
  contact.clear_update_time();
  ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());
  EXPECT_THAT(found("zhang.wei@sso", start), IsEmpty()) << "it was taken away";
}

TEST_P(NotificationStoreConformance, ARehearsalStoresNothing) {
  ContactPut put = Put(Unnamed());
  put.key = std::nullopt;
  EXPECT_EQ(PutContact(*store_, put, CallDeadline())->name(), "contacts/140581-emergency-liaison-1");
  EXPECT_THAT(*store_->ListContacts({}, {"", 10}, CallDeadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, ListsContactsByNameFilterAndInstant) {
  Contact ended = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "1");
  *ended.mutable_end_time() = ToTimestamp(kMorning);
  const Contact second = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  const Contact convener = testing::GaopingContact("emergency", type::v1::RECIPIENT_CONVENER);
  for (const Contact& contact : {second, ended, convener})
    ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());

  EXPECT_THAT(Names(*store_->ListContacts({}, {"", 2}, CallDeadline())), ElementsAre(convener.name(), ended.name()));
  EXPECT_THAT(Names(*store_->ListContacts({}, {ended.name(), 2}, CallDeadline())), ElementsAre(second.name()));
  ContactFilter filter;
  filter.role = type::v1::RECIPIENT_LIAISON;
  filter.valid_time = kMorning;
  EXPECT_THAT(Names(*store_->ListContacts(filter, {"", 10}, CallDeadline())), ElementsAre(second.name()));
  filter.department = "health";
  EXPECT_THAT(*store_->ListContacts(filter, {"", 10}, CallDeadline()), IsEmpty());
}

}  // namespace
}  // namespace lianfang::notification
