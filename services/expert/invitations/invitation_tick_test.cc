#include "services/expert/invitations/invitation_tick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/time.h"
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
  const std::string& cancellation = sender_.sent[5].attachments(0).content();
  EXPECT_THAT(cancellation, HasSubstr("METHOD:CANCEL"));
  std::vector<std::string> invited;
  for (int i = 0; i < 3; ++i) invited.push_back(UidIn(sender_.sent[i].attachments(0).content()));
  EXPECT_THAT(invited, ::testing::Contains(UidIn(cancellation)));
}

}  // namespace
}  // namespace lianfang::expert
