#include "services/coordination/domain/conference/conference_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/coordination/domain/conference/agenda.h"
#include "services/coordination/domain/inspection/order_rules.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::Date;
using ::testing::HasSubstr;
using testing::Liaison;
using testing::Now;
using testing::Office;
using testing::SampleFrame;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::Union;
using testing::Wanted;

v1::Conference Convened() {
  v1::Conference conference = Wanted();
  conference.set_name("conferences/one");
  Convene(Office().uri, Now(), conference);
  return conference;
}

absl::Time Start() { return FromTimestamp(Wanted().start_time()); }

v1::RecordMinutesRequest Minutes() {
  v1::RecordMinutesRequest request;
  request.set_chair("张局长");
  request.set_minutes("会议听取了情况汇报。");
  auto& attendance = *request.add_attendance();
  attendance.set_department("emergency");
  attendance.set_attendees("王五（副局长）");
  auto& resolution = *request.add_resolutions();
  resolution.set_text("对超标企业开展专项治理");
  resolution.set_owner("emergency");
  *resolution.mutable_due_date() = Date(2023, 4, 30);
  return request;
}

v1::Conference Held() {
  v1::Conference conference = Convened();
  ApplyMinutes(Minutes(), Office().uri, Start() + absl::Hours(3), conference);
  return conference;
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

TEST(CheckConferenceTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckConference(Wanted(), SampleFrame(), Now()).ok());
  const std::vector<std::pair<std::string, std::function<void(v1::Conference&)>>> faults = {
      {"conference.title", [](auto& one) { one.set_title("a\r\nBcc: b"); }},
      {"conference.place", [](auto& one) { one.clear_place(); }},
      {"conference.departments[0]", [](auto& one) { one.set_departments(0, "police"); }},
      {"conference.departments", [](auto& one) { one.clear_departments(); }},
      {"conference.start_time", [](auto& one) { *one.mutable_start_time() = ToTimestamp(Now()); }},
      {"conference.end_time", [](auto& one) { *one.mutable_end_time() = one.start_time(); }},
      {"conference.reply_deadline", [](auto& one) { *one.mutable_reply_deadline() = one.end_time(); }},
      {"conference.period", [](auto& one) { one.set_period("1999"); }},
      {"conference.agenda[0].text", [](auto& one) { one.add_agenda(); }},
      {"conference.resolutions", [](auto& one) { one.add_resolutions(); }},
  };
  for (const auto& [field, change] : faults) {
    v1::Conference conference = Wanted();
    change(conference);
    EXPECT_EQ(FirstField(CheckConference(conference, SampleFrame(), Now())), field);
  }
}

TEST(ReplyTest, ADepartmentAnswersForItselfUntilTheBegin) {
  v1::ReplyInvitationRequest request;
  request.set_reply(v1::REPLY_STATE_ATTENDS);
  const auto check = [&](const std::string& department, const Identity& caller, absl::Time now = Now()) {
    return CheckReply(request, department, Convened(), caller, SampleFrame(), now);
  };
  EXPECT_TRUE(check("emergency", Liaison("emergency")).ok());
  EXPECT_TRUE(check("union", Union()).ok());
  EXPECT_TRUE(check("emergency", Office()).ok()) << "as it was told by telephone";
  EXPECT_EQ(ReasonOf(check("emergency", Liaison("health"))), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(FirstField(check("health", Liaison("health"))), "department") << "was not invited";
  EXPECT_EQ(ReasonOf(check("emergency", Liaison("emergency"), Start())), "CONFERENCE_BEGUN");
  request.set_reply(v1::REPLY_STATE_DECLINES);
  EXPECT_EQ(FirstField(check("emergency", Liaison("emergency"))), "note") << "who declines says why";
}

TEST(ReplyTest, AChangedMindKeepsTheFirstInstant) {
  v1::Conference conference = Convened();
  v1::ReplyInvitationRequest request;
  request.set_reply(v1::REPLY_STATE_ATTENDS);
  ApplyReply(request, "emergency", "x", Now(), conference);
  request.set_reply(v1::REPLY_STATE_DECLINES);
  ApplyReply(request, "emergency", "x", Now() + absl::Hours(1), conference);
  EXPECT_EQ(conference.invitations(1).reply(), v1::REPLY_STATE_DECLINES);
  EXPECT_EQ(FromTimestamp(conference.invitations(1).reply_time()), Now());
}

TEST(CheckMinutesTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckMinutes(Minutes(), Convened(), SampleFrame(), Start()).ok());
  const std::vector<std::pair<std::string, std::function<void(v1::RecordMinutesRequest&)>>> faults = {
      {"chair", [](auto& one) { one.clear_chair(); }},
      {"minutes", [](auto& one) { one.clear_minutes(); }},
      {"attendance", [](auto& one) { one.clear_attendance(); }},
      {"attendance[1].department", [](auto& one) { *one.add_attendance() = one.attendance(0); }},
      {"resolutions[0].owner", [](auto& one) { one.mutable_resolutions(0)->clear_owner(); }},
      {"resolutions[0].owner", [](auto& one) { one.mutable_resolutions(0)->set_owner("police"); }},
      {"resolutions[0].due_date", [](auto& one) { one.mutable_resolutions(0)->clear_due_date(); }},
      {"resolutions[0].due_date",
       [](auto& one) { *one.mutable_resolutions(0)->mutable_due_date() = Date(2023, 3, 19); }},
      {"resolutions[0].due_date",
       [](auto& one) { *one.mutable_resolutions(0)->mutable_due_date() = Date(9999, 12, 31); }},
  };
  for (const auto& [field, change] : faults) {
    v1::RecordMinutesRequest request = Minutes();
    change(request);
    EXPECT_EQ(FirstField(CheckMinutes(request, Convened(), SampleFrame(), Start())), field);
  }
}

TEST(CheckMinutesTest, AResolutionWithoutOwnerIsRefused) {
  v1::RecordMinutesRequest request = Minutes();
  request.mutable_resolutions(0)->clear_owner();
  const absl::Status refused = CheckMinutes(request, Convened(), SampleFrame(), Start());
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
  EXPECT_EQ(FirstField(refused), "resolutions[0].owner");
}

TEST(CheckMinutesTest, NotBeforeTheBeginNorAfterAReport) {
  EXPECT_EQ(ReasonOf(CheckMinutes(Minutes(), Convened(), SampleFrame(), Start() - absl::Seconds(1))),
            "CONFERENCE_AHEAD");
  EXPECT_TRUE(CheckMinutes(Minutes(), Held(), SampleFrame(), Start()).ok()) << "they may be corrected";
  const absl::Time end = SampleFrame().EndOf(Date(2023, 4, 30));
  EXPECT_TRUE(CheckMinutes(Minutes(), Held(), SampleFrame(), end - absl::Seconds(1)).ok());
  EXPECT_FALSE(CheckMinutes(Minutes(), Held(), SampleFrame(), end).ok()) << "nobody moves a date that is past";
  EXPECT_TRUE(CheckMinutes(Minutes(), Convened(), SampleFrame(), end).ok());
  v1::Conference reported = Held();
  ApplyReport(v1::ReportResolutionRequest(), "x", Start(), *reported.mutable_resolutions(0));
  EXPECT_EQ(ReasonOf(CheckMinutes(Minutes(), reported, SampleFrame(), Start())), "RESOLUTION_REPORTED");
}

TEST(ResolutionTest, ItsOwnerReportsAndAnotherPersonOfTheOfficeVerifies) {
  v1::Resolution resolution = Held().resolutions(0);
  EXPECT_EQ(resolution.name(), "conferences/one/resolutions/1");
  v1::ReportResolutionRequest report;
  report.set_note("已完成");
  v1::VerifyResolutionRequest verify;
  EXPECT_EQ(ReasonOf(CheckVerification(resolution, verify, Office(), SampleFrame())), "STATE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(CheckReport(resolution, report, Liaison("health"), SampleFrame())), "NOT_OWN_DEPARTMENT");
  ASSERT_TRUE(CheckReport(resolution, report, Liaison("emergency"), SampleFrame()).ok());
  v1::Resolution by_office = resolution;
  ApplyReport(report, Office("shi").uri, Now(), by_office);
  EXPECT_EQ(ReasonOf(CheckVerification(by_office, verify, Office("shi"), SampleFrame())), "FOUR_EYES");
  ApplyReport(report, Liaison("emergency").uri, Now(), resolution);
  verify.set_send_back(true);
  EXPECT_EQ(FirstField(CheckVerification(resolution, verify, Office(), SampleFrame())), "reason");
  verify.set_reason("照片不清");
  ASSERT_TRUE(CheckVerification(resolution, verify, Office(), SampleFrame()).ok());
  ApplyVerification(verify, Office().uri, Now(), resolution);
  EXPECT_EQ(resolution.state(), v1::RESOLUTION_STATE_OPEN);
  verify.set_send_back(false);
  ApplyReport(report, Liaison("emergency").uri, Now(), resolution);
  ApplyVerification(verify, Office().uri, Now(), resolution);
  EXPECT_EQ(resolution.state(), v1::RESOLUTION_STATE_VERIFIED);
}

TEST(NeedsTellingTest, UntilEverybodyWasToldOrItHasBegun) {
  v1::Conference conference = Convened();
  EXPECT_TRUE(NeedsTelling(conference, Now()));
  EXPECT_FALSE(NeedsTelling(conference, Start()));
  for (auto& invitation : *conference.mutable_invitations()) *invitation.mutable_told_time() = ToTimestamp(Now());
  EXPECT_FALSE(NeedsTelling(conference, Now()));
  conference.set_state(v1::CONFERENCE_STATE_CANCELLED);
  EXPECT_TRUE(NeedsTelling(conference, Now()));
  conference.mutable_invitations(0)->clear_told_time();
  EXPECT_FALSE(NeedsTelling(conference, conference.invitations(0), Now())) << "who was never invited";
}

TEST(AgendaTest, OpenResolutionsComeFirst) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  v1::Order failed = testing::After(testing::Served(), testing::Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  failed = testing::After(failed, testing::Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  agenda.AddOrder(failed, Now());
  agenda.AddConference(Held(), Now() + absl::Hours(24 * 90));
  const AgendaItems items = agenda.Finish();
  ASSERT_EQ(items.size(), 2);
  EXPECT_EQ(items[0].source(), v1::AGENDA_SOURCE_RESOLUTION);
  EXPECT_EQ(items[0].resource(), "conferences/one/resolutions/1");
  EXPECT_THAT(items[0].text(), HasSubstr("逾期未落实"));
  EXPECT_EQ(items[1].source(), v1::AGENDA_SOURCE_ORDER);
  EXPECT_TRUE(CheckAgenda("agenda", items, frame).ok());
}

TEST(AgendaTest, WhatIsSettledIsLeftOut) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  v1::Conference held = Held();
  held.mutable_resolutions(0)->set_state(v1::RESOLUTION_STATE_VERIFIED);
  agenda.AddConference(held, Now());
  agenda.AddConference(Convened(), Now());
  agenda.AddOrder(testing::Served(), Now());
  v1::Opinion opinion = testing::Wish();
  opinion.set_state(v1::OPINION_STATE_ISSUED);
  agenda.AddOpinion(opinion, Now());
  EXPECT_THAT(agenda.Finish(), SizeIs(0));
  agenda.AddOpinion(opinion, Now() + absl::Hours(24 * 30));
  EXPECT_THAT(agenda.Finish(), SizeIs(1));
}

TEST(AgendaTest, TargetsAndDutiesAreNamed) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  evaluation::v1::Scorecard scorecard;
  auto& result = *scorecard.add_results();
  result.set_status(evaluation::v1::RESULT_STATUS_NOT_ATTAINED);
  result.mutable_industry_names()->set_zh("煤矿");
  result.mutable_indicator_names()->set_zh("事故起数");
  result.set_department("emergency");
  scorecard.add_results()->set_status(evaluation::v1::RESULT_STATUS_ATTAINED);
  agenda.AddScorecard(scorecard);
  duty::v1::Duty duty;
  duty.set_state(duty::v1::DUTY_STATE_OVERDUE);
  duty.set_resource("discrepancies/1");
  duty.mutable_title()->set_zh("伤者无工伤记录");
  duty.set_department("emergency");
  *duty.mutable_due_time() = ToTimestamp(Now());
  agenda.AddDuty(duty);
  duty.set_resource("orders/one");
  agenda.AddDuty(duty);
  const AgendaItems items = agenda.Finish();
  ASSERT_EQ(items.size(), 2);
  EXPECT_THAT(items[0].text(), StartsWith("煤矿 事故起数：未达标"));
  EXPECT_EQ(items[1].source(), v1::AGENDA_SOURCE_DISCREPANCY);
}

TEST(AgendaTest, TargetsAtRiskAreNamedUnlessTheyAreDecided) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  evaluation::v1::Forecast forecast;
  for (const auto status : {evaluation::v1::RESULT_STATUS_PENDING, evaluation::v1::RESULT_STATUS_NOT_ATTAINED}) {
    auto& each = *forecast.add_forecasts();
    each.mutable_result()->set_status(status);
    each.mutable_result()->mutable_industry_names()->set_zh("煤矿");
    each.mutable_result()->mutable_indicator_names()->set_zh("事故起数");
    each.mutable_result()->set_department("emergency");
    each.set_projected_status(evaluation::v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
    each.mutable_projected_value()->set_text("6");
    each.mutable_allowance()->set_text("4");
  }
  forecast.add_forecasts()->set_projected_status(evaluation::v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  agenda.AddForecast(forecast);
  const AgendaItems items = agenda.Finish();
  ASSERT_EQ(items.size(), 1);
  EXPECT_EQ(items[0].text(), "煤矿 事故起数：有不达标风险，按历年趋势预计 6，本期最多还可 4");
  EXPECT_EQ(items[0].source(), v1::AGENDA_SOURCE_TARGET);
  EXPECT_EQ(items[0].department(), "emergency");
}

// A discrepancy is open from the day on which it is found; what is owed otherwise is of no concern before it is late.
TEST(AgendaTest, DiscrepanciesAreNamedBeforeTheyAreOverdue) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  duty::v1::Duty duty;
  *duty.mutable_due_time() = ToTimestamp(Now());
  for (const auto state : {duty::v1::DUTY_STATE_OPEN, duty::v1::DUTY_STATE_DUE_SOON}) {
    duty.set_state(state);
    duty.set_resource("plans/sample/obligations/2022-140581-coal-mining");
    agenda.AddDuty(duty);
    duty.set_resource("discrepancies/1");
    agenda.AddDuty(duty);
  }
  const AgendaItems items = agenda.Finish();
  ASSERT_EQ(items.size(), 2);
  for (const v1::AgendaItem& item : items) EXPECT_EQ(item.source(), v1::AGENDA_SOURCE_DISCREPANCY);
}

TEST(AgendaTest, HasAtMostAHundredItems) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  duty::v1::Duty duty;
  duty.set_state(duty::v1::DUTY_STATE_OVERDUE);
  *duty.mutable_due_time() = ToTimestamp(Now());
  for (int i = 0; i < 150; ++i) {
    duty.mutable_title()->set_zh(std::string(1000, 'x'));
    agenda.AddDuty(duty);
  }
  const AgendaItems items = agenda.Finish();
  EXPECT_EQ(items.size(), 100);
  EXPECT_EQ(items[99].text(), "另有 51 项未列出");
  EXPECT_TRUE(CheckAgenda("agenda", items, frame).ok()) << "texts are cut";
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

std::string Text(size_t characters) {
  std::string text;
  for (size_t i = 0; i < characters; ++i) text += "字";
  return text;
}

using ::testing::ElementsAre;

TEST(CheckConferenceTest, TimesAreHeldToTheirBounds) {
  const auto faults = [](const std::function<void(v1::Conference&)>& change) {
    v1::Conference conference = Wanted();
    change(conference);
    return Fields(CheckConference(conference, SampleFrame(), Now()));
  };
  const auto lasting = [](absl::Duration before, absl::Duration length) {
    return [=](v1::Conference& one) {
      *one.mutable_start_time() = ToTimestamp(Now() + before);
      *one.mutable_end_time() = ToTimestamp(Now() + before + length);
    };
  };
  EXPECT_THAT(faults(lasting(absl::Seconds(1), absl::Seconds(1))), ElementsAre());
  EXPECT_THAT(faults(lasting(absl::Hours(24 * 366), absl::Hours(24))), ElementsAre());
  EXPECT_THAT(faults(lasting(absl::Hours(24 * 366) + absl::Seconds(1), absl::Hours(1))),
              ElementsAre("conference.start_time"));
  EXPECT_THAT(faults(lasting(absl::Hours(1), absl::Hours(24) + absl::Seconds(1))), ElementsAre("conference.end_time"));
  const auto replied_by = [](absl::Time time) {
    return [=](v1::Conference& one) { *one.mutable_reply_deadline() = ToTimestamp(time); };
  };
  EXPECT_THAT(faults(replied_by(Start())), ElementsAre());
  EXPECT_THAT(faults(replied_by(Start() + absl::Seconds(1))), ElementsAre("conference.reply_deadline"));
  EXPECT_THAT(faults(replied_by(Now() + absl::Seconds(1))), ElementsAre());
  EXPECT_THAT(faults(replied_by(Now())), ElementsAre("conference.reply_deadline"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_reply_deadline()->set_seconds(int64_t{1} << 50); }),
              ElementsAre("conference.reply_deadline"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_start_time()->set_nanos(-1); }), ElementsAre("conference.start_time"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_end_time()->set_nanos(-1); }), ElementsAre("conference.end_time"));
  EXPECT_THAT(faults([](auto& one) { *one.add_departments() = "hrss"; }), ElementsAre("conference.departments[3]"));
  EXPECT_THAT(faults([](auto& one) { one.set_name("conferences/x"); }), ElementsAre("conference.name"));
  EXPECT_THAT(faults([](auto& one) { one.set_state(v1::CONFERENCE_STATE_HELD); }), ElementsAre("conference.state"));
  EXPECT_THAT(faults([](auto& one) { one.add_invitations(); }), ElementsAre("conference.invitations"));
  EXPECT_THAT(faults([](auto& one) { one.set_period("2022"); }), ElementsAre());
}

TEST(CheckAgendaTest, ItemsAreBounded) {
  const auto faults = [](int count, const std::function<void(v1::AgendaItem&)>& change) {
    AgendaItems items;
    for (int i = 0; i < count; ++i) items.Add()->set_text("议题");
    if (count > 0) change(items[count - 1]);
    return Fields(CheckAgenda("agenda", items, SampleFrame()));
  };
  EXPECT_THAT(faults(100, [](auto&) {}), ElementsAre());
  EXPECT_THAT(faults(101, [](auto&) {}), ElementsAre("agenda"));
  EXPECT_THAT(faults(1, [](auto& item) { item.set_text(Text(500)); }), ElementsAre());
  EXPECT_THAT(faults(2, [](auto& item) { item.set_text(Text(501)); }), ElementsAre("agenda[1].text"));
  EXPECT_THAT(faults(1, [](auto& item) { item.set_source(static_cast<v1::AgendaSource>(99)); }),
              ElementsAre("agenda[0].source"));
  EXPECT_THAT(faults(1, [](auto& item) { item.set_department("police"); }), ElementsAre("agenda[0].department"));
  EXPECT_THAT(faults(1, [](auto& item) { item.set_department("health"); }), ElementsAre());
}

TEST(ConveneTest, TheServersFieldsAreItsOwn) {
  v1::Conference conference = Wanted();
  conference.set_chair("x");
  conference.set_minutes("x");
  conference.set_recorder("x");
  conference.mutable_record_time();
  conference.set_cancel_reason("x");
  Convene("actor", Now(), conference);
  EXPECT_EQ(conference.state(), v1::CONFERENCE_STATE_CONVENED);
  EXPECT_EQ(conference.chair() + conference.minutes() + conference.recorder() + conference.cancel_reason(), "");
  EXPECT_FALSE(conference.has_record_time());
  EXPECT_EQ(conference.creator(), "actor");
  EXPECT_EQ(FromTimestamp(conference.create_time()), Now());
  EXPECT_EQ(FromTimestamp(conference.reply_deadline()), Start()) << "unless it is given";
  ASSERT_EQ(conference.invitations_size(), 3);
  EXPECT_EQ(conference.invitations(1).department(), "emergency");
  v1::Conference earlier = Wanted();
  *earlier.mutable_reply_deadline() = ToTimestamp(Now() + absl::Hours(1));
  Convene("actor", Now(), earlier);
  EXPECT_EQ(FromTimestamp(earlier.reply_deadline()), Now() + absl::Hours(1));
}

TEST(CheckAgendaChangeTest, OnlyWhatLiesAheadIsChanged) {
  v1::UpdateAgendaRequest request;
  EXPECT_EQ(FirstField(CheckAgendaChange(request, Convened(), SampleFrame())), "agenda");
  request.add_agenda()->set_text("议题");
  EXPECT_TRUE(CheckAgendaChange(request, Convened(), SampleFrame()).ok());
  EXPECT_EQ(ReasonOf(CheckAgendaChange(request, Held(), SampleFrame())), "STATE_NOT_ALLOWED");
  request.mutable_agenda(0)->clear_text();
  EXPECT_EQ(FirstField(CheckAgendaChange(request, Convened(), SampleFrame())), "agenda[0].text");
}

TEST(CancellationTest, SaysWhyAndLiesAhead) {
  v1::CancelConferenceRequest request;
  EXPECT_EQ(FirstField(CheckCancellation(request, Convened())), "reason");
  request.set_reason(Text(1000));
  EXPECT_TRUE(CheckCancellation(request, Convened()).ok());
  EXPECT_EQ(ReasonOf(CheckCancellation(request, Held())), "STATE_NOT_ALLOWED");
  request.set_reason(Text(1001));
  EXPECT_EQ(FirstField(CheckCancellation(request, Convened())), "reason");
}

TEST(ReplyTest, AnAnswerIsKeptWithWhoGaveIt) {
  v1::Conference conference = Convened();
  v1::ReplyInvitationRequest request;
  request.set_reply(v1::REPLY_STATE_DECLINES);
  request.set_note("外出");
  ApplyReply(request, "union", "spiffe://t/union", Now(), conference);
  const v1::Invitation& invitation = conference.invitations(2);
  EXPECT_EQ(invitation.reply(), v1::REPLY_STATE_DECLINES);
  EXPECT_EQ(invitation.reply_note(), "外出");
  EXPECT_EQ(invitation.replier(), "spiffe://t/union");
  EXPECT_EQ(FromTimestamp(invitation.reply_time()), Now());
  EXPECT_EQ(conference.invitations(0).reply(), v1::REPLY_STATE_UNSPECIFIED);
}

TEST(ReplyTest, BoundsAreHeldTo) {
  const auto faults = [](v1::ReplyState reply, const std::string& note) {
    v1::ReplyInvitationRequest request;
    request.set_reply(reply);
    request.set_note(note);
    return Fields(CheckReply(request, "emergency", Convened(), Liaison("emergency"), SampleFrame(), Now()));
  };
  EXPECT_THAT(faults(v1::REPLY_STATE_UNSPECIFIED, ""), ElementsAre("reply"));
  EXPECT_THAT(faults(static_cast<v1::ReplyState>(99), ""), ElementsAre("reply"));
  EXPECT_THAT(faults(v1::REPLY_STATE_ATTENDS, Text(500)), ElementsAre());
  EXPECT_THAT(faults(v1::REPLY_STATE_ATTENDS, Text(501)), ElementsAre("note"));
  v1::ReplyInvitationRequest request;
  request.set_reply(v1::REPLY_STATE_ATTENDS);
  EXPECT_TRUE(
      CheckReply(request, "emergency", Convened(), Liaison("emergency"), SampleFrame(), Start() - absl::Seconds(1))
          .ok());
  EXPECT_EQ(ReasonOf(CheckReply(request, "emergency", Held(), Liaison("emergency"), SampleFrame(), Now())),
            "STATE_NOT_ALLOWED");
}

TEST(CheckMinutesTest, BoundsAreHeldTo) {
  const auto faults = [](const std::function<void(v1::RecordMinutesRequest&)>& change) {
    v1::RecordMinutesRequest request = Minutes();
    change(request);
    return Fields(CheckMinutes(request, Convened(), SampleFrame(), Start()));
  };
  EXPECT_THAT(faults([](auto& one) { one.set_minutes(Text(20000)); }), ElementsAre());
  EXPECT_THAT(faults([](auto& one) { one.set_minutes(Text(20001)); }), ElementsAre("minutes"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_attendance(0)->set_attendees(Text(500)); }), ElementsAre());
  EXPECT_THAT(faults([](auto& one) { one.mutable_attendance(0)->set_attendees(Text(501)); }),
              ElementsAre("attendance[0].attendees"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_attendance(0)->clear_attendees(); }),
              ElementsAre("attendance[0].attendees"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_attendance(0)->set_department("police"); }),
              ElementsAre("attendance[0].department"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_resolutions(0)->set_text(Text(2001)); }),
              ElementsAre("resolutions[0].text"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_resolutions(0)->set_name("x"); }), ElementsAre("resolutions[0].name"));
  EXPECT_THAT(faults([](auto& one) { one.mutable_resolutions(0)->add_events(); }),
              ElementsAre("resolutions[0].events"));
  const auto due = [&](int year, int month, int day) {
    return faults([&](auto& one) { *one.mutable_resolutions(0)->mutable_due_date() = Date(year, month, day); });
  };
  EXPECT_THAT(due(2023, 3, 20), ElementsAre()) << "the day of the conference";
  EXPECT_THAT(due(2033, 3, 20), ElementsAre()) << "ten years, three of them leap years: 3653 days";
  EXPECT_THAT(due(2033, 3, 21), ElementsAre("resolutions[0].due_date"));
  v1::Conference cancelled = Convened();
  cancelled.set_state(v1::CONFERENCE_STATE_CANCELLED);
  EXPECT_EQ(ReasonOf(CheckMinutes(Minutes(), cancelled, SampleFrame(), Start())), "STATE_NOT_ALLOWED");
}

TEST(ApplyMinutesTest, KeepsWhoCameAndWhatWasResolved) {
  v1::Conference conference = Convened();
  v1::RecordMinutesRequest request = Minutes();
  auto& guest = *request.add_attendance();
  guest.set_department("health");
  guest.set_attendees("赵六");
  ApplyMinutes(request, "recorder", Start(), conference);
  EXPECT_EQ(conference.state(), v1::CONFERENCE_STATE_HELD);
  EXPECT_EQ(conference.chair(), "张局长");
  EXPECT_EQ(conference.minutes(), "会议听取了情况汇报。");
  EXPECT_EQ(conference.recorder(), "recorder");
  EXPECT_EQ(FromTimestamp(conference.record_time()), Start());
  ASSERT_EQ(conference.invitations_size(), 4) << "one came without being invited";
  EXPECT_EQ(conference.invitations(1).attendees(), "王五（副局长）");
  EXPECT_EQ(conference.invitations(3).department(), "health");
  EXPECT_EQ(conference.invitations(3).attendees(), "赵六");
  EXPECT_EQ(conference.resolutions(0).state(), v1::RESOLUTION_STATE_OPEN);
  EXPECT_EQ(conference.resolutions(0).text(), "对超标企业开展专项治理");
  request.mutable_attendance()->RemoveLast();
  ApplyMinutes(request, "recorder", Start(), conference);
  EXPECT_EQ(conference.invitations(3).attendees(), "") << "recorded anew";
}

TEST(ResolutionTest, IsFoundByItsNumber) {
  v1::Conference conference = Held();
  v1::Resolution* resolution = nullptr;
  ASSERT_TRUE(FindResolution(conference, 1, resolution).ok());
  EXPECT_EQ(resolution, conference.mutable_resolutions(0));
  EXPECT_EQ(FindResolution(conference, 2, resolution).code(), absl::StatusCode::kNotFound);
}

TEST(ResolutionTest, EventsSayWhatWasReportedAndAnswered) {
  v1::Resolution resolution = Held().resolutions(0);
  v1::ReportResolutionRequest report;
  report.set_note("已完成");
  report.add_files("files/1");
  ApplyReport(report, "owner", Now(), resolution);
  EXPECT_EQ(resolution.state(), v1::RESOLUTION_STATE_REPORTED);
  EXPECT_EQ(resolution.events(0).note(), "已完成");
  EXPECT_EQ(resolution.events(0).files(0), "files/1");
  EXPECT_EQ(resolution.events(0).actor(), "owner");
  EXPECT_EQ(FromTimestamp(resolution.events(0).time()), Now());
  EXPECT_EQ(ReasonOf(CheckReport(resolution, report, Liaison("emergency"), SampleFrame())), "STATE_NOT_ALLOWED");
  v1::VerifyResolutionRequest verify;
  verify.set_send_back(true);
  verify.set_reason("照片不清");
  ApplyVerification(verify, "office", Now(), resolution);
  EXPECT_TRUE(resolution.events(1).sent_back());
  EXPECT_EQ(resolution.events(1).note(), "照片不清");
  report.clear_note();
  EXPECT_EQ(FirstField(CheckReport(resolution, report, Liaison("emergency"), SampleFrame())), "note");
}

TEST(ResolutionTest, AHundredEventsAreKept) {
  v1::Resolution resolution = Held().resolutions(0);
  v1::ReportResolutionRequest report;
  report.set_note("已完成");
  for (int i = 0; i < 99; ++i) resolution.add_events();
  EXPECT_TRUE(CheckReport(resolution, report, Liaison("emergency"), SampleFrame()).ok());
  resolution.add_events();
  EXPECT_EQ(ReasonOf(CheckReport(resolution, report, Liaison("emergency"), SampleFrame())), "TOO_MANY_EVENTS");
}

TEST(ShownTest, AnOpenResolutionIsOverdueFromTheEndOfItsDay) {
  const absl::Time end = SampleFrame().EndOf(Date(2023, 4, 30));
  EXPECT_FALSE(Shown(Held(), SampleFrame(), end - absl::Seconds(1)).resolutions(0).overdue());
  EXPECT_TRUE(Shown(Held(), SampleFrame(), end).resolutions(0).overdue());
  v1::Conference reported = Held();
  ApplyReport(v1::ReportResolutionRequest(), "x", Start(), *reported.mutable_resolutions(0));
  EXPECT_FALSE(Shown(reported, SampleFrame(), end).resolutions(0).overdue());
}

TEST(NeedsTellingTest, ACancellationIsToldOnceToWhoWasInvited) {
  v1::Conference conference = Convened();
  v1::Invitation& invitation = *conference.mutable_invitations(0);
  *invitation.mutable_told_time() = ToTimestamp(Now());
  EXPECT_FALSE(NeedsTelling(conference, invitation, Now()));
  conference.set_state(v1::CONFERENCE_STATE_CANCELLED);
  EXPECT_TRUE(NeedsTelling(conference, invitation, Now()));
  invitation.set_cancellation_told(true);
  EXPECT_FALSE(NeedsTelling(conference, invitation, Now()));
  v1::Invitation guest;
  guest.set_department("health");
  EXPECT_FALSE(NeedsTelling(Convened(), guest, Now()));
}

TEST(AgendaTest, EveryWantingTargetSaysHow) {
  const PlanFrame frame = SampleFrame();
  AgendaDraft agenda(frame);
  evaluation::v1::Scorecard scorecard;
  scorecard.set_name("plans/sample/regions/140581/scorecards/2022");
  for (const auto status : {evaluation::v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED,
                            evaluation::v1::RESULT_STATUS_MISSING, evaluation::v1::RESULT_STATUS_PENDING}) {
    auto& result = *scorecard.add_results();
    result.set_status(status);
    result.mutable_industry_names()->set_zh("煤矿");
    result.mutable_indicator_names()->set_zh("事故起数");
  }
  scorecard.mutable_results(0)->mutable_margin_text()->set_zh("超出 2");
  agenda.AddScorecard(scorecard);
  const AgendaItems items = agenda.Finish();
  ASSERT_EQ(items.size(), 2);
  EXPECT_EQ(items[0].text(), "煤矿 事故起数：暂未达标，超出 2");
  EXPECT_EQ(items[0].resource(), scorecard.name());
  EXPECT_EQ(items[0].department(), "");
  EXPECT_EQ(items[1].text(), "煤矿 事故起数：缺报");
}

TEST(AgendaTest, OrdersSayWhereTheyStand) {
  const PlanFrame frame = SampleFrame();
  const auto text = [&](const v1::Order& order, absl::Time now) {
    AgendaDraft agenda(frame);
    agenda.AddOrder(order, now);
    const AgendaItems items = agenda.Finish();
    return items.empty() ? std::string() : items[0].text();
  };
  v1::Order order = testing::Served();
  EXPECT_EQ(text(order, Now()), "");
  EXPECT_THAT(text(order, Now() + absl::Hours(24 * 20)), HasSubstr("整改逾期（期限 2023-03-15）"));
  v1::Order supervised = order;
  supervised.set_supervised(true);
  EXPECT_THAT(text(supervised, Now()), HasSubstr("挂牌督办中"));
  v1::Order failed = order;
  failed.set_state(v1::ORDER_STATE_NOT_RECTIFIED);
  EXPECT_THAT(text(failed, Now()), HasSubstr("复查未整改，待立案或移送"));
  v1::Order returned = order;
  returned.set_state(v1::ORDER_STATE_RETURNED);
  EXPECT_THAT(text(returned, Now()), HasSubstr("移送案件被退回"));
}

}  // namespace
}  // namespace lianfang::coordination
