#include "services/notification/messages/reminder_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_set.h"

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
    for (auto& obligation : obligations) {
      obligation.add_figures("accidents");
      obligation.add_figures("casualties");
    }
    const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(obligations)}};
    const ContactBook book(testing::GaopingContacts());
    const WorkingCalendar calendar = testing::China();
    const DigestPlan plan = DigestPlanner(plans, book, Restraints(), Mornings(calendar))
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

  static int Count(const std::string& text, const std::string& part) {
    int count = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
  }

  ReminderMail mail_;
};

TEST_F(ReminderMailTest, SpeaksChineseWithThePlansNames) {
  const MailContent content = Render();
  EXPECT_EQ(content.subject, "工伤预防待办提醒 2022-06-02：逾期8项 即将到期1项");
  EXPECT_THAT(content.text, HasSubstr("应急管理局联络员：\n"));
  EXPECT_THAT(content.text, HasSubstr("截至2022-06-02，应急管理局以下事项尚未办结：\n"));
  EXPECT_THAT(content.text, HasSubstr("【已逾期】8项，请立即办理\n"));
  EXPECT_THAT(content.text, HasSubstr("  2022：煤矿\n  截止2022-06-07，还有5天\n"));
  EXPECT_THAT(content.text, HasSubstr("  2019年度：危险化学品\n  截止2022-05-31，已逾期2天\n  已退回，请重新办理\n"));
  EXPECT_THAT(content.text, HasSubstr("次提醒因系统中断或邮件未能送达"));
  EXPECT_THAT(content.text, Not(HasSubstr("代理人")));
}

// Obligations that differ in nothing but their industry are one entry, and what all of them have in common is said once.
TEST_F(ReminderMailTest, RepeatsNothing) {
  const MailContent content = Render();
  EXPECT_THAT(content.text,
              HasSubstr("  2021年度：煤矿、危险化学品、机械制造、非煤矿山\n  截止2022-05-31，已逾期2天\n"));
  for (const std::string& body : {content.text, content.html}) {
    EXPECT_EQ(Count(body, "一般及以上生产安全事故起数、伤亡人数"), 1);
    EXPECT_EQ(Count(body, "高平市工伤预防五年行动计划"), 1);
    EXPECT_EQ(Count(body, "应急管理局以下"), 1);
  }
}

// m13: which figures, how to file, whom to call; and it does not forbid an answer.
TEST_F(ReminderMailTest, SaysWhatToDo) {
  MailContent content = Render();
  for (const std::string& body : {content.text, content.html}) {
    EXPECT_THAT(body, HasSubstr("应报数据：一般及以上生产安全事故起数、伤亡人数"));
    EXPECT_THAT(body, HasSubstr("高平市人力资源和社会保障局社会保险管理股"));
    EXPECT_THAT(body, HasSubstr("0356-5220242"));
    EXPECT_THAT(body, HasSubstr("报送员手册"));
    EXPECT_THAT(body, HasSubstr("直接回复本邮件"));
    EXPECT_THAT(body, Not(HasSubstr("请勿")));
    EXPECT_THAT(body, Not(HasSubstr("{{")));
  }
  EXPECT_THAT(content.html, HasSubstr("name=\"viewport\""));
  EXPECT_THAT(content.html, Not(HasSubstr("<table")));
  mail_.portal_url = "https://portal.hrss.example/";
  content = Render();
  EXPECT_THAT(content.text, HasSubstr("登录报送页面：https://portal.hrss.example/\n"));
  EXPECT_THAT(content.text, Not(HasSubstr("报送员手册")));
}

TEST_F(ReminderMailTest, FiguresThatDifferStandWithTheirDuty) {
  mail_.items.at(0).mutable_detail_titles()->DeleteSubrange(0, 1);
  const std::string text = Render().text;
  EXPECT_THAT(text, HasSubstr("  应报数据：伤亡人数\n"));
  EXPECT_THAT(text, HasSubstr("  应报数据：一般及以上生产安全事故起数、伤亡人数\n"));
}

// What is neither of an industry nor of a period is named by its kind and its title.
TEST_F(ReminderMailTest, AnotherKindOfDutyIsNamedByItsTitle) {
  v1::ReminderItem& item = mail_.items.back();
  item.clear_industry();
  item.clear_period();
  item.clear_detail_titles();
  item.mutable_kind()->mutable_title()->set_zh("整改");
  item.mutable_title()->set_zh("三号井通风整改");
  EXPECT_THAT(Render().text, HasSubstr("  整改：三号井通风整改\n  截止2022-06-07，还有5天\n"));
}

TEST_F(ReminderMailTest, AMovedDateIsSaid) {
  *mail_.items.back().mutable_previous_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 1)));
  EXPECT_THAT(Render().text, HasSubstr("截止2022-06-07，还有5天（原定2022-05-31，已改期）\n"));
  EXPECT_THAT(Render().html, HasSubstr("原定2022-05-31，已改期"));
}

// A pause or a new contact used to be called an interruption of the system.
TEST_F(ReminderMailTest, TheReasonForALateReminderIsTrue) {
  for (auto& item : mail_.items) item.set_late_reason(v1::LATE_REASON_PAUSE);
  EXPECT_THAT(Render().text, HasSubstr("催报曾经暂停"));
  EXPECT_THAT(Render().text, Not(HasSubstr("系统中断")));
  for (auto& item : mail_.items) item.set_late_reason(v1::LATE_REASON_NEW_RECIPIENT);
  EXPECT_THAT(Render().text, HasSubstr("新登记的收件人"));
  EXPECT_THAT(Render().text, Not(HasSubstr("系统中断")));
}

// What was filed and not told yet stands in the mail of the morning, with the way to its receipt.
TEST_F(ReminderMailTest, ListsWhatItConfirms) {
  EXPECT_THAT(Render().text, Not(HasSubstr("已收到的报送")));
  v1::ConfirmedFiling filing;
  filing.set_revision("plans/gaoping-2021-2025/returns/2019-140581-coal-mining/revisions/2");
  filing.set_ledger_sequence(7);
  filing.mutable_title()->set_zh("2019 高平市 <煤矿>");
  filing.mutable_title()->set_en("2019 Gaoping Coal mining");
  *filing.mutable_commit_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 1, 10, 0, 0)));
  filing.set_late(true);
  filing.set_awaits_sign_off(true);
  mail_.confirmations = {filing};
  const MailContent content = Render();
  EXPECT_THAT(
      content.text,
      HasSubstr("【已收到的报送】1项，回执可按台账号取回\n\n  2019 高平市 <煤矿>，第2版：已收到，2022-06-01 10:00"
                "（逾期报送）（待召集人审签）\n  台账号7；取回执：lianfang receipt show --plan "
                "gaoping-2021-2025 --sequence 7 --save receipt.json\n"));
  EXPECT_THAT(content.html, HasSubstr("&lt;煤矿&gt;"));
  EXPECT_THAT(content.html, HasSubstr("--sequence 7"));
  mail_.confirmations[0].set_accepted(true);
  mail_.language = "en";
  EXPECT_THAT(Render().text, HasSubstr("  2019 Gaoping Coal mining, revision 2: accepted, 2022-06-01 10:00"));
}

TEST_F(ReminderMailTest, SpeaksEnglishToWhomAskedForIt) {
  mail_.language = "en";
  mail_.copy = true;
  const MailContent content = Render();
  EXPECT_EQ(content.subject, "Work-injury prevention, to do, 2022-06-02: 8 overdue 1 due soon");
  EXPECT_THAT(content.text, HasSubstr("  2021: Coal mining, Hazardous chemicals, Machinery, Non-coal mining\n"
                                      "  Due 2022-05-31, overdue by 2 day(s)\n"));
  EXPECT_THAT(content.text, HasSubstr("as a deputy"));
  EXPECT_THAT(content.text, HasSubstr("Social Insurance Section"));
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
