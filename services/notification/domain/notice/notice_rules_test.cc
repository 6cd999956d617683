#include "services/notification/domain/notice/notice_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/notice/unreached_places.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::SendNoticeRequest;

const absl::Time kNow = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));
const NoticeTemplates kTemplates = {{"meeting", {"time", "place"}}};

void Set(SendNoticeRequest& request, const std::string& name, const std::string& value) {
  auto* variable = request.add_variables();
  variable->set_name(name);
  variable->set_value(value);
}

SendNoticeRequest Meeting() {
  SendNoticeRequest request;
  request.set_template_("meeting");
  Set(request, "time", "5月30日15:00");
  Set(request, "place", "三楼会议室");
  request.add_recipients()->set_contact("contacts/140581-emergency-liaison-1");
  return request;
}

void AddMailbox(SendNoticeRequest& request, const std::string& email, const std::string& name = "专家甲") {
  auto* mailbox = request.add_recipients()->mutable_mailbox();
  mailbox->set_display_name(name);
  mailbox->set_email(email);
}

void AddRole(SendNoticeRequest& request, const std::string& department, type::v1::Recipient role) {
  auto* address = request.add_recipients()->mutable_role();
  address->set_region("140581");
  address->set_department(department);
  address->set_role(role);
}

v1::Attachment& Attach(SendNoticeRequest& request, const std::string& filename, const std::string& type,
                       size_t bytes = 3) {
  v1::Attachment& attachment = *request.add_attachments();
  attachment.set_filename(filename);
  attachment.set_content_type(type);
  attachment.set_content(std::string(bytes, 'x'));
  return attachment;
}

std::vector<std::string> Faults(const SendNoticeRequest& request) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckNotice(request, kTemplates, {"en", "zh-CN"}));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

std::vector<std::string> Mailboxes(const SendNoticeRequest& request, const std::vector<v1::Contact>& contacts) {
  std::vector<std::string> mailboxes;
  const auto addressees = ResolveRecipients(request, contacts, kNow);
  for (const auto& one : *addressees) mailboxes.push_back(one.contact.email());
  return mailboxes;
}

TEST(NoticeRulesTest, TheVariablesAreThoseOfTheTemplate) {
  EXPECT_TRUE(CheckNotice(Meeting(), kTemplates, {"zh-CN"}).ok());
  SendNoticeRequest request = Meeting();
  request.mutable_variables()->RemoveLast();
  EXPECT_THAT(Faults(request), ElementsAre("variables"));
  Set(request, "agenda", "");
  Set(request, "time", "again");
  EXPECT_THAT(Faults(request), ElementsAre("variables[1].name", "variables[2].name", "variables"));
  Set(request, "place", std::string(2001, 'x') + "\x01");
  EXPECT_THAT(Faults(request), Contains("variables[3].value"));
  request.set_template_("alert-failure");
  EXPECT_EQ(CheckNotice(request, kTemplates, {"zh-CN"}).code(), absl::StatusCode::kNotFound);
}

TEST(NoticeRulesTest, NobodySmugglesAHeaderIn) {
  SendNoticeRequest request = Meeting();
  AddMailbox(request, "a@b.example>\r\nRCPT TO:<c@d.example");
  AddMailbox(request, "a@b.example", "专家\r\nBcc: c@d.example");
  Attach(request, "a.pdf\r\nX-Evil: 1", "application/pdf");
  Attach(request, "b.pdf", "application/pdf\r\nX-Evil: 1");
  EXPECT_THAT(Faults(request), ElementsAre("recipients[1].mailbox.email", "recipients[2].mailbox.display_name",
                                           "attachments[0].filename", "attachments[1].content_type"));
}

TEST(NoticeRulesTest, RecipientsAreBoundedAndWellFormed) {
  SendNoticeRequest request = Meeting();
  request.clear_recipients();
  EXPECT_THAT(Faults(request), ElementsAre("recipients"));
  request.add_recipients();
  request.add_recipients()->set_contact("deliveries/x");
  AddRole(request, "emergency", type::v1::RECIPIENT_UNSPECIFIED);
  AddMailbox(request, "a@b.example");
  request.mutable_recipients(3)->mutable_mailbox()->set_language("fr");
  EXPECT_THAT(Faults(request), ElementsAre("recipients[0]", "recipients[1].contact", "recipients[2].role.role",
                                           "recipients[3].mailbox.language"));
  for (int i = 0; i < kMaxRecipients; ++i) AddMailbox(request, "a@b.example");
  EXPECT_THAT(Faults(request), ElementsAre("recipients"));
}

TEST(NoticeRulesTest, AttachmentsAreBoundedAndHaveATypeAndAName) {
  SendNoticeRequest request = Meeting();
  Attach(request, "议程.pdf", "application/pdf", kMaxAttachmentBytes - 3);
  Attach(request, "invitation.ics", "text/calendar; charset=utf-8; method=REQUEST");
  EXPECT_THAT(Faults(request), IsEmpty());
  Attach(request, "invitation.ics", "pdf");
  Attach(request, "../etc/passwd", "text/");
  EXPECT_THAT(Faults(request), ElementsAre("attachments[2].filename", "attachments[2].content_type",
                                           "attachments[3].filename", "attachments[3].content_type", "attachments"));
  for (int i = 0; i < kMaxAttachments; ++i) Attach(request, "x", "a/b");
  EXPECT_THAT(Faults(request), ElementsAre("attachments"));
}

TEST(NoticeRulesTest, RecipientsComeInTheOrderNamedEachMailboxOnce) {
  SendNoticeRequest request = Meeting();
  AddMailbox(request, "expert@b.example");
  AddRole(request, "emergency", type::v1::RECIPIENT_LIAISON);
  AddRole(request, "emergency", type::v1::RECIPIENT_CONVENER);
  AddMailbox(request, "expert@B.example");
  EXPECT_THAT(Mailboxes(request, testing::GaopingContacts()),
              ElementsAre("liaison-1@emergency.example", "expert@b.example", "convener-1@emergency.example"));
}

TEST(NoticeRulesTest, ARoleReachesItsHoldersAndTheirDeputiesByCopy) {
  v1::Contact deputy = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  deputy.set_deputy(true);
  SendNoticeRequest request = Meeting();
  request.clear_recipients();
  AddRole(request, "emergency", type::v1::RECIPIENT_LIAISON);
  const auto addressees =
      ResolveRecipients(request, {testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON), deputy}, kNow);
  ASSERT_THAT(*addressees, SizeIs(2));
  EXPECT_FALSE(addressees->at(0).copy);
  EXPECT_TRUE(addressees->at(1).copy);
}

TEST(NoticeRulesTest, WhoCannotBeReachedEndsTheNotice) {
  EXPECT_EQ(ResolveRecipients(Meeting(), {}, kNow).status().code(), absl::StatusCode::kNotFound);
  v1::Contact ended = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  *ended.mutable_end_time() = ToTimestamp(kNow);
  EXPECT_EQ(ErrorInfoOf(ResolveRecipients(Meeting(), {ended}, kNow).status())->reason(), "CONTACT_NOT_VALID");
  SendNoticeRequest request = Meeting();
  request.clear_recipients();
  AddRole(request, "emergency", type::v1::RECIPIENT_LIAISON);
  EXPECT_EQ(ErrorInfoOf(ResolveRecipients(request, {ended}, kNow).status())->reason(), "ROLE_NOT_HELD");
}

TEST(NoticeRulesTest, TheSameRequestMakesTheSameMails) {
  SendNoticeRequest request = Meeting();
  AddMailbox(request, "expert@b.example");
  const auto addressees = *ResolveRecipients(request, testing::GaopingContacts(), kNow);
  const NoticeOrigin origin = {
      .identity = "expert/1", .sender = "spiffe://t/service/expert", .mail_domain = "h.example"};
  const Notice notice = MakeNotice(request, addressees, origin, kNow);
  ASSERT_THAT(notice.deliveries, SizeIs(2));
  EXPECT_EQ(notice.deliveries[0].department(), "emergency");
  EXPECT_EQ(notice.deliveries[1].region(), "");
  EXPECT_EQ(notice.deliveries[1].sender(), "spiffe://t/service/expert");
  EXPECT_EQ(notice.content.recipients_size(), 0);
  const Notice again = MakeNotice(request, addressees, origin, kNow + absl::Minutes(1));
  EXPECT_EQ(again.name, notice.name);
  EXPECT_EQ(again.deliveries[1].message_id(), notice.deliveries[1].message_id());
  NoticeOrigin other = origin;
  other.identity = "expert/2";
  EXPECT_NE(MakeNotice(request, addressees, other, kNow).deliveries[0].name(), notice.deliveries[0].name());
}

class AlertsTest : public ::testing::Test {
 protected:
  std::vector<Unreached> UnreachedAt(absl::Time now, const ContactBook& contacts) {
    return DigestPlanner(plans_, contacts, restraints_, Mornings(calendar_)).Due(now, SentStages()).unreached;
  }

  const std::vector<PlanDuties> plans_ = {
      {*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(testing::May2022())}};
  const PlanMap by_name_ = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};
  const Restraints restraints_ = {};
  const WorkingCalendar calendar_ = testing::China();
};

// Each new stage used to be a new alert, for each role one, and so was each filing of what was owed there.
TEST_F(AlertsTest, ARoleThatNobodyHoldsIsToldOnceUntilSomebodyHasHeldIt) {
  const ContactBook nobody({});
  const auto unreached = UnreachedAt(kNow, nobody);
  ASSERT_THAT(unreached, SizeIs(4));
  std::set<Place> told;
  for (const Unreached& one : ComparePlaces(told, unreached, nobody, kNow).fresh) told.insert(one.place);
  EXPECT_THAT(told, SizeIs(4));
  const absl::Time later = kNow + absl::Hours(80);  // the next stage
  EXPECT_THAT(ComparePlaces(told, UnreachedAt(later, nobody), nobody, later).fresh, IsEmpty());
  EXPECT_THAT(ComparePlaces(told, {}, nobody, later).held, IsEmpty());  // all filed, and still nobody there

  const ContactBook somebody({testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON)});
  const PlaceChanges changes = ComparePlaces(told, UnreachedAt(later, somebody), somebody, later);
  EXPECT_THAT(changes.fresh, IsEmpty());
  ASSERT_THAT(changes.held, SizeIs(1));
  EXPECT_EQ(changes.held.front().department, "health");
  told.erase(changes.held.front());
  EXPECT_THAT(ComparePlaces(told, unreached, nobody, later).fresh, SizeIs(1));
}

TEST_F(AlertsTest, OneMailNamesAllRoles) {
  const ContactBook nobody({});
  const Notice alert = UnreachedAlert(UnreachedAt(kNow, nobody), by_name_, testing::OfficeDesk(), kNow);
  ASSERT_THAT(alert.deliveries, SizeIs(1));
  EXPECT_EQ(alert.deliveries.at(0).kind(), v1::DELIVERY_KIND_ALERT);
  EXPECT_EQ(alert.deliveries.at(0).email(), "office@hrss.example");
  EXPECT_EQ(alert.content.variables(0).value(), "4");
  const std::string& roles = alert.content.variables(1).value();
  EXPECT_EQ(std::count(roles.begin(), roles.end(), '\n'), 4) << roles;
  EXPECT_TRUE(CheckNotice(Meeting(), AlertTemplates(), {}).code() == absl::StatusCode::kNotFound);
}

TEST_F(AlertsTest, AChannelThatIsDownGivesOneAlertADay) {
  const auto alert = [](absl::Time since, int code) {
    return ChannelAlert(kEmailChannel, since, code, "553 not you", testing::Shanghai(), testing::OfficeDesk(), kNow);
  };
  EXPECT_EQ(alert(kNow, 553).name, alert(kNow + absl::Hours(5), 0).name);
  EXPECT_NE(alert(kNow, 553).name, alert(kNow + absl::Hours(24), 553).name);
  EXPECT_EQ(alert(kNow, 553).content.variables(0).value(), "2022-05-24 09:00");
}

}  // namespace
}  // namespace lianfang::notification
