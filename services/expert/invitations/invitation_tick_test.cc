#include "services/expert/invitations/invitation_tick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/expert/invitations/appointment.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::World;

class FakeSender : public InvitationSender {
 public:
  absl::Status Send(const notification::v1::SendNoticeRequest& notice, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    sent.push_back(notice);
    return absl::OkStatus();
  }
  bool away = false;
  std::vector<notification::v1::SendNoticeRequest> sent;
};

class InvitationTickTest : public ::testing::Test {
 protected:
  World world_;
  FakeSender sender_;
  Metrics metrics_;
  InvitationTick tick_{world_.context, sender_, metrics_, {.actor = "spiffe://t/service/expert"}};
};

TEST_F(InvitationTickTest, EverybodyInvitedIsToldOnceWithAnAppointment) {
  const v1::Engagement engagement = world_.Drawn();
  EXPECT_EQ(tick_.Step(), absl::Seconds(5));
  tick_.Step();
  ASSERT_THAT(sender_.sent, SizeIs(3));
  const auto& notice = sender_.sent[0];
  EXPECT_EQ(notice.template_(), "expert-invitation");
  EXPECT_THAT(notice.recipients(0).mailbox().email(), HasSubstr("@experts.example"));
  EXPECT_THAT(notice.attachments(0).content(), HasSubstr("DTSTART:20260610T010000Z"));
  EXPECT_NE(notice.request_id(), sender_.sent[1].request_id());
}

TEST_F(InvitationTickTest, AnOutageOfTheMailHealsItself) {
  (void)world_.Drawn();
  sender_.away = true;
  tick_.Step();
  sender_.away = false;
  tick_.Step();
  EXPECT_THAT(sender_.sent, SizeIs(3));
}

TEST_F(InvitationTickTest, WhoeverDoesNotAnswerIsReplacedAtTheDeadlineAndTheSuccessorTold) {
  const v1::Engagement engagement = world_.Drawn();
  tick_.Step();
  ASSERT_TRUE(world_.Answer(engagement.name(), engagement.invitations(0).expert(), true).ok());
  world_.clock.Set(FromTimestamp(engagement.invitations(1).response_deadline()));
  tick_.Step();
  const v1::Engagement after = world_.Get(engagement.name());
  ASSERT_THAT(after.invitations(), SizeIs(5));
  EXPECT_EQ(after.invitations(1).state(), v1::INVITATION_STATE_EXPIRED);
  EXPECT_EQ(after.invitations(4).state(), v1::INVITATION_STATE_INVITED);
  EXPECT_THAT(sender_.sent, SizeIs(5));
  EXPECT_EQ(world_.Answer(engagement.name(), engagement.invitations(1).expert(), true).status().code(),
            absl::StatusCode::kFailedPrecondition);
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
  EXPECT_THAT(sender_.sent[5].attachments(0).content(), HasSubstr("METHOD:CANCEL"));
}

TEST(AppointmentTest, IsAWellFormedEventInUtc) {
  v1::Engagement engagement = testing::Planned();
  engagement.set_subject("评审；一, 二\n三");
  const std::string file = AppointmentFile(engagement, "experts/e001", testing::Now(), /*cancelled=*/false);
  EXPECT_THAT(file, HasSubstr("BEGIN:VCALENDAR\r\n"));
  EXPECT_THAT(file, HasSubstr("UID:engagements-review-experts-e001@lianfang\r\n"));
  EXPECT_THAT(file, HasSubstr("SUMMARY:评审；一\\, 二\\n三\r\n"));
  EXPECT_THAT(file, HasSubstr("DTEND:20260610T030000Z\r\n"));
  EXPECT_EQ(file, AppointmentFile(engagement, "experts/e001", testing::Now(), /*cancelled=*/false));
}

}  // namespace
}  // namespace lianfang::expert
