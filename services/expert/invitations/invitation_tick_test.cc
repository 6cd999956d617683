#include "services/expert/invitations/invitation_tick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/testing/china_calendar.h"
#include "common/text.h"
#include "common/time.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::World;

// Notification as this service sees it: takes notices, unless it is away or refuses what goes to a mailbox.
class FakeSender : public InvitationSender {
 public:
  absl::StatusOr<std::string> Send(const notification::v1::SendNoticeRequest& notice, absl::Time) override {
    ++calls;
    if (away) return absl::UnavailableError("away");
    if (notice.recipients(0).has_mailbox() && notice.recipients(0).mailbox().email() == refused) {
      return absl::InvalidArgumentError("recipients[0].mailbox.email is no mailbox");
    }
    sent.push_back(notice);
    return absl::StrCat("deliveries/", sent.size());
  }
  std::vector<notification::v1::SendNoticeRequest> Of(const std::string& name) const {
    std::vector<notification::v1::SendNoticeRequest> found;
    for (const auto& notice : sent) {
      if (notice.template_() == name) found.push_back(notice);
    }
    return found;
  }
  bool away = false;
  std::string refused;  // this mailbox
  int calls = 0;
  std::vector<notification::v1::SendNoticeRequest> sent;
};

std::string VariableOf(const notification::v1::SendNoticeRequest& notice, const std::string& name) {
  for (const auto& variable : notice.variables()) {
    if (variable.name() == name) return variable.value();
  }
  return "";
}

class InvitationTickTest : public ::testing::Test {
 protected:
  // Notification says how the delivery of this number ended, now.
  void Deliver(size_t number, DeliveryOutcome outcome, const std::string& problem = "") {
    const std::string after = *world_.store.LoadCursor(absl::InfiniteFuture());
    const DeliveryRecord delivery{absl::StrCat("deliveries/", number), outcome, world_.clock.Now(), problem};
    ASSERT_TRUE(world_.store.SaveDelivery(delivery, after, after + "x", absl::InfiniteFuture()).ok());
  }
  void DeliverAll() {
    for (size_t number = 1; number <= sender_.sent.size(); ++number) Deliver(number, DeliveryOutcome::kSent);
  }
  // The number of the delivery that went to an expert.
  size_t NumberOf(const v1::Engagement& engagement, int place) {
    v1::GetExpertRequest get;
    get.set_name(engagement.invitations(place).expert());
    const std::string number = world_.experts.GetExpert(world_.office, get)->display_name().substr(6);
    for (size_t i = 0; i < sender_.sent.size(); ++i) {
      if (EmailOf(number) == sender_.sent[i].recipients(0).mailbox().email()) return i + 1;
    }
    return 0;
  }
  static std::string EmailOf(const std::string& number) { return absl::StrCat("expert-", number, "@experts.example"); }

  World world_;
  FakeSender sender_;
  Metrics metrics_;
  InvitationTick tick_{world_.context,
                       sender_,
                       metrics_,
                       {.actor = "spiffe://t/service/expert", .answer_page = "https://p.example/answer"}};
};

// The line with the event's UID, unfolded.
std::string UidIn(const std::string& file) {
  const std::string text = absl::StrReplaceAll(file, {{"\r\n ", ""}});
  const size_t start = text.find("UID:");
  return start == std::string::npos ? "" : text.substr(start, text.find('\r', start) - start);
}

TEST_F(InvitationTickTest, EverybodyInvitedIsToldOnceWithAnAppointment) {
  const v1::Engagement engagement = world_.Drawn();
  EXPECT_EQ(tick_.Step(), absl::Seconds(5));
  tick_.Step();
  ASSERT_THAT(sender_.sent, SizeIs(3));
  const auto& notice = sender_.sent[0];
  EXPECT_EQ(notice.template_(), "expert-invitation");
  EXPECT_THAT(notice.recipients(0).mailbox().email(), HasSubstr("@experts.example"));
  const std::string& appointment = notice.attachments(0).content();
  EXPECT_THAT(appointment, HasSubstr("METHOD:PUBLISH\r\n"));
  EXPECT_THAT(appointment, HasSubstr("DTSTART:20260610T010000Z\r\n"));
  EXPECT_THAT(appointment, HasSubstr("DTEND:20260610T030000Z\r\n"));
  EXPECT_NE(UidIn(appointment), UidIn(sender_.sent[1].attachments(0).content())) << "every member has an own event";
  EXPECT_NE(notice.request_id(), sender_.sent[1].request_id());
  EXPECT_THAT(VariableOf(notice, "reply_by"), HasSubstr("24 小时")) << "from when it is read, not from the draw";
  EXPECT_THAT(VariableOf(notice, "answer"), ::testing::StartsWith("https://p.example/answer#engagement=engagements/"));
  EXPECT_NE(VariableOf(notice, "answer"), VariableOf(sender_.sent[1], "answer")) << "everybody's token is their own";
}

TEST_F(InvitationTickTest, APoolMayGiveWorkingDaysToAnswer) {
  world_.calendars.Put(ChinaCalendar());
  world_.source.plan = testing::PlanWith([](type::v1::ExpertPool& policy) { policy.set_answer_working_days(2); });
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  EXPECT_THAT(VariableOf(sender_.sent[0], "reply_by"), HasSubstr("2 个工作日（自次日起算）"));
  world_.clock.Set(testing::At(absl::CivilSecond(2026, 6, 5, 9)));  // a Friday
  DeliverAll();
  tick_.Step();
  const v1::Engagement told = world_.Get(engagement.name());
  for (const v1::Invitation& invitation : told.invitations()) {
    EXPECT_EQ(FromTimestamp(invitation.response_deadline()), testing::At(absl::CivilSecond(2026, 6, 10)));
  }
}

// Who is on a sealed panel stands in mails to the expert and to the plan's office, and in no other.
TEST_F(InvitationTickTest, NoMailGoesToTheDepartmentThatAsked) {
  world_.source.plan = testing::PlanWith([](type::v1::ExpertPool& policy) { policy.set_panel_sealed(true); });
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  Deliver(1, DeliveryOutcome::kFailed, "no such mailbox");
  tick_.Step();
  tick_.Step();
  ASSERT_GE(sender_.sent.size(), 4u);
  for (const auto& notice : sender_.sent) {
    ASSERT_THAT(notice.recipients(), SizeIs(1));
    const auto& recipient = notice.recipients(0);
    EXPECT_THAT(recipient.has_mailbox() ? recipient.mailbox().email() : recipient.role().department(),
                ::testing::AnyOf(::testing::EndsWith("@experts.example"), "hrss"));
  }
}

TEST_F(InvitationTickTest, AnOutageOfTheMailHealsItself) {
  (void)world_.Drawn();
  sender_.away = true;
  tick_.Step();
  sender_.away = false;
  tick_.Step();
  EXPECT_THAT(sender_.sent, SizeIs(3));
}

TEST_F(InvitationTickTest, NobodyExpiresWhileNotificationIsAway) {
  const v1::Engagement engagement = world_.Drawn();
  sender_.away = true;
  tick_.Step();
  EXPECT_EQ(sender_.calls, 1) << "the others need not be tried";
  world_.clock.Advance(absl::Hours(72));  // three times the time to answer
  tick_.Step();
  EXPECT_THAT(world_.Get(engagement.name()).invitations(), SizeIs(3));
  sender_.away = false;
  tick_.Step();
  EXPECT_THAT(sender_.sent, SizeIs(3)) << "an outage is held against nobody";
  tick_.Step();
  const v1::Engagement told = world_.Get(engagement.name());
  for (const v1::Invitation& invitation : told.invitations()) {
    EXPECT_EQ(invitation.state(), v1::INVITATION_STATE_INVITED);
    EXPECT_FALSE(invitation.has_response_deadline()) << "handed over is not delivered";
  }
}

TEST_F(InvitationTickTest, WhoeverDoesNotAnswerIsReplacedAtTheDeadlineAndBothAreTold) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  world_.clock.Advance(absl::Hours(5));
  DeliverAll();
  ASSERT_TRUE(world_.Answer(engagement.name(), engagement.invitations(0).expert(), true).ok());
  tick_.Step();
  const absl::Time deadline = FromTimestamp(world_.Get(engagement.name()).invitations(1).response_deadline());
  EXPECT_EQ(deadline, world_.clock.Now() + absl::Hours(24)) << "from the delivery";
  world_.clock.Set(deadline - absl::Seconds(1));
  tick_.Step();
  EXPECT_THAT(world_.Get(engagement.name()).invitations(), SizeIs(3));
  world_.clock.Set(deadline);
  tick_.Step();
  const v1::Engagement after = world_.Get(engagement.name());
  ASSERT_THAT(after.invitations(), SizeIs(5));
  EXPECT_EQ(after.invitations(1).state(), v1::INVITATION_STATE_EXPIRED);
  EXPECT_EQ(after.invitations(4).state(), v1::INVITATION_STATE_INVITED);
  EXPECT_THAT(sender_.Of("expert-invitation"), SizeIs(5));
  const auto endings = sender_.Of("expert-notice");
  ASSERT_THAT(endings, SizeIs(2)) << "who was replaced knows it";
  EXPECT_EQ(VariableOf(endings[0], "subject"), "邀请已失效");
  EXPECT_THAT(endings[0].attachments(0).content(), HasSubstr("METHOD:CANCEL"));
  EXPECT_EQ(world_.Answer(engagement.name(), engagement.invitations(1).expert(), true).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(InvitationTickTest, WhoeverDeclinesIsToldWhatWasRecorded) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  ASSERT_TRUE(world_.Answer(engagement.name(), engagement.invitations(0).expert(), false).ok());
  tick_.Step();
  const auto endings = sender_.Of("expert-notice");
  ASSERT_THAT(endings, SizeIs(1));
  EXPECT_THAT(VariableOf(endings[0], "text"), HasSubstr("电话")) << "how the office says it knows";
  EXPECT_THAT(endings[0].attachments(0).content(), HasSubstr("METHOD:CANCEL"));
}

TEST_F(InvitationTickTest, AMailThatFailsStopsNoClockAndTheOfficeIsTold) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  Deliver(NumberOf(engagement, 1), DeliveryOutcome::kFailed, "550 no such user");
  tick_.Step();
  tick_.Step();
  const v1::Engagement failed = world_.Get(engagement.name());
  EXPECT_EQ(failed.invitations(1).notice_state(), v1::NOTICE_STATE_FAILED);
  EXPECT_EQ(failed.invitations(1).notice_detail(), "550 no such user");
  EXPECT_FALSE(failed.invitations(1).has_response_deadline());
  const auto alerts = sender_.Of("expert-notice");
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].recipients(0).role().role(), type::v1::RECIPIENT_OFFICE_DIRECTOR);
  EXPECT_EQ(alerts[0].recipients(0).role().region(), "140581");
  EXPECT_EQ(alerts[0].recipients(0).role().department(), "hrss");
  EXPECT_THAT(VariableOf(alerts[0], "text"), HasSubstr("550 no such user"));

  auto told = World::About<v1::RecordNotificationRequest>(engagement.name());
  told.set_expert(engagement.invitations(1).expert());
  told.set_told(true);
  told.set_channel(v1::ANSWER_CHANNEL_PHONE);
  told.set_note("电话告知本人");
  ASSERT_TRUE(world_.engagements.RecordNotification(world_.office, told).ok());
  EXPECT_EQ(FromTimestamp(world_.Get(engagement.name()).invitations(1).response_deadline()),
            world_.clock.Now() + absl::Hours(24));
}

TEST_F(InvitationTickTest, WhoCannotBeReachedIsDeclaredSoAndReplaced) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  auto given_up = World::About<v1::RecordNotificationRequest>(engagement.name());
  given_up.set_expert(engagement.invitations(1).expert());
  given_up.set_channel(v1::ANSWER_CHANNEL_PHONE);
  given_up.set_note("三次拨打无人接听");
  EXPECT_EQ(ErrorInfoOf(world_.engagements.RecordNotification(world_.office, given_up).status())->reason(),
            "NOTICE_UNDER_WAY");
  Deliver(NumberOf(engagement, 1), DeliveryOutcome::kFailed, "550 no such user");
  tick_.Step();
  given_up.set_request_id(NewUuid());
  const auto after = world_.engagements.RecordNotification(world_.office, given_up);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->invitations(1).state(), v1::INVITATION_STATE_NOT_REACHABLE);
  ASSERT_THAT(after->invitations(), SizeIs(4));
  const v1::Draw draw = world_.GetDraw(engagement.name());
  EXPECT_EQ(draw.departures(0).reason(), v1::EXCLUSION_REASON_NOT_REACHABLE);
  EXPECT_EQ(draw.departures(0).recorder(), world_.office.caller.uri);
}

TEST_F(InvitationTickTest, OneNoticeThatIsRefusedHoldsUpNoOther) {
  const v1::Engagement engagement = world_.Drawn();
  v1::GetExpertRequest get;
  get.set_name(engagement.invitations(0).expert());
  sender_.refused = EmailOf(world_.experts.GetExpert(world_.office, get)->display_name().substr(6));
  tick_.Step();
  EXPECT_THAT(sender_.Of("expert-invitation"), SizeIs(2));
  EXPECT_EQ(world_.Get(engagement.name()).invitations(0).notice_state(), v1::NOTICE_STATE_FAILED);
  tick_.Step();
  EXPECT_THAT(sender_.Of("expert-notice"), SizeIs(1)) << "the office is told";
  tick_.Step();
  const int calls = sender_.calls;
  tick_.Step();
  EXPECT_EQ(sender_.calls, calls) << "it waits before it is tried again";
  world_.clock.Advance(absl::Seconds(10));
  tick_.Step();
  EXPECT_EQ(sender_.calls, calls + 1);
  world_.clock.Advance(absl::Seconds(10));
  tick_.Step();
  EXPECT_EQ(sender_.calls, calls + 1) << "longer each time";

  sender_.refused.clear();
  world_.clock.Advance(absl::Hours(1));
  tick_.Step();
  EXPECT_THAT(sender_.Of("expert-invitation"), SizeIs(3));
  Deliver(sender_.sent.size(), DeliveryOutcome::kSent);
  tick_.Step();
  EXPECT_EQ(world_.Get(engagement.name()).invitations(0).notice_state(), v1::NOTICE_STATE_DELIVERED);
}

TEST_F(InvitationTickTest, AnotherAddressGetsAnotherNoticeAndTheOldTokenIsVoid) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  Deliver(NumberOf(engagement, 0), DeliveryOutcome::kFailed, "550 no such user");
  tick_.Step();
  const std::string expert = engagement.invitations(0).expert();
  v1::GetExpertRequest get;
  get.set_name(expert);
  const int number = world_.experts.GetExpert(world_.office, get)->display_name().back() - '0';
  v1::UpdateExpertRequest update;
  *update.mutable_expert() = testing::Nomination(number);
  update.mutable_expert()->set_name(expert);
  update.mutable_expert()->mutable_identifying_data()->set_email("right@experts.example");
  update.mutable_update_mask()->add_paths("identifying_data");
  update.set_request_id(NewUuid());
  ASSERT_TRUE(world_.experts.UpdateExpert(world_.office, update).ok());
  tick_.Step();
  const auto& notice = sender_.sent.back();
  EXPECT_EQ(notice.recipients(0).mailbox().email(), "right@experts.example");
  const std::string before = world_.context.AnswerToken(engagement.name(), engagement.invitations(0));
  EXPECT_EQ(ErrorInfoOf(world_.AnswerByToken(engagement.name(), expert, before, true).status())->reason(),
            "WRONG_TOKEN");
  const std::string link = VariableOf(notice, "answer");
  EXPECT_TRUE(world_.AnswerByToken(engagement.name(), expert, link.substr(link.rfind('=') + 1), true).ok());
}

// The longest texts that are taken at entry make notices that notification takes.
TEST_F(InvitationTickTest, TheLongestReasonFitsANotice) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  auto cancel = World::About<v1::CancelEngagementRequest>(engagement.name());
  std::string reason;
  for (int i = 0; i < 2000; ++i) reason += "改";
  cancel.set_reason(reason);
  ASSERT_TRUE(world_.engagements.CancelEngagement(world_.office, cancel).ok());
  tick_.Step();
  const auto endings = sender_.Of("expert-notice");
  ASSERT_THAT(endings, SizeIs(3));
  EXPECT_EQ(CountCodePoints(VariableOf(endings[0], "text")), 2000u);
}

TEST_F(InvitationTickTest, WhoWasToldIsToldOfTheWithdrawal) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  auto cancel = World::About<v1::CancelEngagementRequest>(engagement.name());
  cancel.set_reason("项目撤回");
  ASSERT_TRUE(world_.engagements.CancelEngagement(world_.office, cancel).ok());
  tick_.Step();
  tick_.Step();
  ASSERT_THAT(sender_.sent, SizeIs(6));
  EXPECT_EQ(sender_.sent[5].template_(), "expert-notice");
  const std::string& cancellation = sender_.sent[5].attachments(0).content();
  EXPECT_THAT(cancellation, HasSubstr("METHOD:CANCEL"));
  std::vector<std::string> invited;
  for (int i = 0; i < 3; ++i) invited.push_back(UidIn(sender_.sent[i].attachments(0).content()));
  EXPECT_THAT(invited, ::testing::Contains(UidIn(cancellation)));
}

}  // namespace
}  // namespace lianfang::expert
