#include "services/coordination/invitations/conference_tick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::World;

class FakeSender : public NoticeSender {
 public:
  absl::Status Send(const notification::v1::SendNoticeRequest& notice, absl::Time) override {
    const auto& role = notice.recipients(0).role();
    if (away) return absl::UnavailableError("away");
    if (refused.count(role.department()) > 0) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "nobody holds the role", reason, {});
    }
    sent.push_back(
        absl::StrCat(notice.template_(), " ", role.department(), " ", type::v1::Recipient_Name(role.role())));
    notices.push_back(notice);
    if (meanwhile != nullptr) std::exchange(meanwhile, nullptr)();
    return absl::OkStatus();
  }
  std::set<std::string> refused;
  std::string reason = "ROLE_NOT_HELD";
  bool away = false;
  std::function<void()> meanwhile;  // once, while a notice is on its way
  std::vector<std::string> sent;
  std::vector<notification::v1::SendNoticeRequest> notices;
};

class ConferenceTickTest : public ::testing::Test {
 protected:
  v1::Conference Get(const std::string& name) {
    v1::GetConferenceRequest request;
    request.set_name(name);
    return *world_.conferences.GetConference(world_.office, request);
  }

  World world_;
  FakeSender sender_;
  Metrics metrics_;
  ConferenceTick tick_{world_.context, sender_, metrics_, {.actor = "spiffe://t/service/coordination"}};
};

TEST_F(ConferenceTickTest, EveryDepartmentIsToldOnceWithTheAppointment) {
  const std::string name = world_.Convene()->name();
  tick_.Step();
  tick_.Step();
  EXPECT_THAT(sender_.sent, ElementsAre("conference-invitation hrss RECIPIENT_OFFICE_DIRECTOR",
                                        "conference-invitation emergency RECIPIENT_LIAISON",
                                        "conference-invitation union RECIPIENT_LIAISON"));
  EXPECT_THAT(sender_.notices[0].attachments(0).content(), HasSubstr("DTSTART:20230320T010000Z"));
  EXPECT_TRUE(Get(name).invitations(0).has_told_time());
}

TEST_F(ConferenceTickTest, ARefusalSaysWhyAndIsTriedLater) {
  sender_.refused = {"union"};
  const std::string name = world_.Convene()->name();
  tick_.Step();
  EXPECT_EQ(sender_.sent.size(), 2u);
  EXPECT_EQ(Get(name).invitations(2).problem(), "nobody holds the role");
  EXPECT_EQ(Get(name).invitations(2).problem_text().zh(), "总工会没有登记联络员、召集人");
  EXPECT_EQ(Get(name).invitations(2).problem_text().en(), "Union has no liaison officer or convener");
  EXPECT_EQ(Get(name).invitations(2).attempts(), 1);
  sender_.refused.clear();
  tick_.Step();
  EXPECT_EQ(sender_.sent.size(), 2u) << "not at once";
  world_.clock.Set(testing::Now() + absl::Minutes(1));
  tick_.Step();
  EXPECT_EQ(sender_.sent.size(), 3u);
  EXPECT_EQ(Get(name).invitations(2).problem(), "");
  EXPECT_FALSE(Get(name).invitations(2).has_problem_text());
}

TEST_F(ConferenceTickTest, ARefusalForAnotherReasonIsSaidAsEveryErrorIs) {
  sender_.refused = {"union"};
  sender_.reason = "CONTACT_NOT_VALID";
  const std::string name = world_.Convene()->name();
  tick_.Step();
  EXPECT_EQ(Get(name).invitations(2).problem_text().zh(), "该联系人目前不任此职");
  EXPECT_EQ(Get(name).invitations(2).problem_text().en(), "nobody holds the role");
}

TEST_F(ConferenceTickTest, WhileNotificationIsAwayNothingIsHeldAgainstAnybody) {
  sender_.away = true;
  const std::string name = world_.Convene()->name();
  tick_.Step();
  EXPECT_EQ(Get(name).invitations(0).attempts(), 0);
  sender_.away = false;
  tick_.Step();
  EXPECT_EQ(sender_.sent.size(), 3u);
}

TEST_F(ConferenceTickTest, ACancellationWhileTheInvitationIsOnItsWayIsToldAsWell) {
  const std::string name = world_.Convene()->name();
  sender_.meanwhile = [&] {
    ConferenceTick other(world_.context, sender_, metrics_, {.actor = "spiffe://t/service/coordination"});
    other.Step();  // another replica has told everybody
    auto cancel = World::About<v1::CancelConferenceRequest>(name);
    cancel.set_reason("与市里会议冲突");
    EXPECT_TRUE(world_.conferences.CancelConference(world_.office, cancel).ok());
  };
  tick_.Step();
  EXPECT_FALSE(Get(name).invitations(0).cancellation_told()) << "it was the invitation that was sent";
  sender_.sent.clear();
  world_.clock.Set(testing::Now() + absl::Hours(1));
  tick_.Step();
  EXPECT_TRUE(Get(name).invitations(0).cancellation_told());
  EXPECT_EQ(sender_.sent.size(), 3u);
}

TEST_F(ConferenceTickTest, ACancellationReachesThoseWhoWereTold) {
  const std::string name = world_.Convene()->name();
  tick_.Step();
  sender_.sent.clear();
  auto cancel = World::About<v1::CancelConferenceRequest>(name);
  cancel.set_reason("与市里会议冲突");
  ASSERT_TRUE(world_.conferences.CancelConference(world_.office, cancel).ok());
  tick_.Step();
  tick_.Step();
  EXPECT_EQ(sender_.sent.size(), 3u);
  EXPECT_THAT(sender_.notices.back().attachments(0).content(), HasSubstr("METHOD:CANCEL"));
}

TEST_F(ConferenceTickTest, NobodyIsToldOfWhatHasBegun) {
  const auto convened = world_.Convene();
  world_.clock.Set(FromTimestamp(convened->start_time()));
  tick_.Step();
  EXPECT_THAT(sender_.sent, IsEmpty());
}

}  // namespace
}  // namespace lianfang::coordination
