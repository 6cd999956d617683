#include "services/notification/mail/reminder_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/mail/notice_mail.h"
#include "services/notification/mail/template_set.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::HasSubstr;
using ::testing::Not;

// The mail of the liaison officer of emergency management on the second working day after the due date, after an
// outage.
class ReminderMailTest : public ::testing::Test {
 protected:
  ReminderMailTest() {
    auto obligations = testing::May2022();
    auto& send_back = *obligations.at(0).add_send_backs();
    *send_back.mutable_send_back_time() = obligations.at(0).open_time();
    *send_back.mutable_due_time() = obligations.at(0).due_time();
    obligations.push_back(
        testing::GaopingObligation("coal-mining", "2022", absl::CivilDay(2022, 5, 20), absl::CivilDay(2022, 6, 7)));
    const std::vector<PlanObligations> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), obligations}};
    const ContactBook book(testing::GaopingContacts());
    const WorkingCalendar calendar = testing::China();
    const DigestPlan plan = DigestPlanner(plans, book, Restraints(), calendar)
                                .Due(At(absl::CivilSecond(2022, 6, 2, 9, 0, 0)), SentStages());
    const auto liaison = std::find_if(plan.digests.begin(), plan.digests.end(), [](const Digest& digest) {
      return digest.contact.email() == "liaison-1@emergency.example";
    });
    mail_ = {.recipient = "应急管理局联络员",
             .language = "zh-CN",
             .copy = false,
             .day = absl::CivilDay(2022, 6, 2),
             .items = liaison->items};
  }

  MailContent Render() const {
    const auto templates = TemplateSet::Load({"deploy/templates"}, ProgramScopes());
    const PlanMap plans = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};
    return *templates->Render(kReminderTemplate, mail_.language, ReminderData(mail_, plans));
  }

  ReminderMail mail_;
};

TEST_F(ReminderMailTest, SpeaksChineseWithThePlansNames) {
  const MailContent content = Render();
  EXPECT_EQ(content.subject, "工伤预防数据报送提醒 2022-06-02：逾期8项 即将到期1项");
  EXPECT_THAT(content.text, HasSubstr("应急管理局联络员：\n"));
  EXPECT_THAT(content.text, HasSubstr("【已逾期】8项，请立即报送\n"));
  EXPECT_THAT(content.text, HasSubstr("  · 高平市 煤矿 2021年度（应急管理局）：截止2022-05-31，已逾期2天\n"));
  EXPECT_THAT(content.text, HasSubstr("  · 高平市 煤矿 2022（应急管理局）：截止2022-06-07，还有5天\n"));
  EXPECT_THAT(content.text, HasSubstr("已退回待重报"));
  EXPECT_THAT(content.text, HasSubstr("次提醒未能发出"));
  EXPECT_THAT(content.text, Not(HasSubstr("代理人")));
  EXPECT_THAT(content.html, HasSubstr("<td>煤矿</td>"));
}

TEST_F(ReminderMailTest, SpeaksEnglishToWhomAskedForIt) {
  mail_.language = "en";
  mail_.copy = true;
  const MailContent content = Render();
  EXPECT_EQ(content.subject, "Work-injury prevention data, 2022-06-02: 8 overdue 1 due soon");
  EXPECT_THAT(
      content.text,
      HasSubstr("  - Gaoping, Coal mining, 2021 (Emergency management): due 2022-05-31, overdue by 2 day(s)\n"));
  EXPECT_THAT(content.text, HasSubstr("as a deputy"));
}

TEST_F(ReminderMailTest, NamesCannotBreakTheSubjectsLine) {
  mail_.recipient = "联络员\r\nBcc: a@b.example";
  EXPECT_THAT(Render().text, HasSubstr("联络员  Bcc: a@b.example："));
}

TEST_F(ReminderMailTest, ValuesAreEscapedInHtml) {
  mail_.recipient = "<script>";
  const MailContent content = Render();
  EXPECT_THAT(content.html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(content.html, Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace lianfang::notification
