#include "services/coordination/conference_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/docx_package.h"
#include "services/coordination/minutes/minutes_document.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::FirstField;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ReasonOf;
using testing::World;

v1::ReplyInvitationRequest Attends(const std::string& name) {
  auto request = World::About<v1::ReplyInvitationRequest>(name);
  request.set_reply(v1::REPLY_STATE_ATTENDS);
  return request;
}

TEST(ConferenceServiceTest, FromTheInvitationToTheLastResolution) {
  World world;
  const v1::Conference held = world.Hold();
  EXPECT_EQ(held.state(), v1::CONFERENCE_STATE_HELD);
  auto report = World::About<v1::ReportResolutionRequest>(held.resolutions(0).name());
  report.set_note("已完成");
  ASSERT_TRUE(world.conferences.ReportResolution(world.emergency, report).ok());
  const auto verified = world.conferences.VerifyResolution(
      world.office, World::About<v1::VerifyResolutionRequest>(held.resolutions(0).name()));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->resolutions(0).state(), v1::RESOLUTION_STATE_VERIFIED);
  report.set_name(held.name() + "/resolutions/2");
  report.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.conferences.ReportResolution(world.emergency, report).status()), "NOT_FOUND");
}

TEST(ConferenceServiceTest, TheNextAgendaBeginsWithOpenResolutions) {
  World world;
  const v1::Conference held = world.Hold();
  world.open.duties.emplace_back();
  world.open.duties[0].set_state(duty::v1::DUTY_STATE_OVERDUE);
  world.open.duties[0].mutable_title()->set_zh("煤矿 2022年度数据");
  v1::Conference next = testing::Wanted();
  next.mutable_start_time()->set_seconds(next.start_time().seconds() + 86400 * 60);
  next.mutable_end_time()->set_seconds(next.end_time().seconds() + 86400 * 60);
  const auto convened = world.Convene(next);
  ASSERT_TRUE(convened.ok()) << convened.status();
  ASSERT_EQ(convened->agenda_size(), 2);
  EXPECT_EQ(convened->agenda(0).resource(), held.resolutions(0).name());
  EXPECT_THAT(convened->agenda(1).text(), HasSubstr("煤矿 2022年度数据"));
}

TEST(ConferenceServiceTest, ASourceThatIsAwayIsAGap) {
  World world;
  world.open.away = true;
  v1::Conference wanted = testing::Wanted();
  wanted.set_period("2022");
  const auto convened = world.Convene(wanted);
  ASSERT_TRUE(convened.ok()) << convened.status();
  EXPECT_EQ(convened->agenda_gaps_size(), 3);
  v1::DraftAgendaRequest draft;
  draft.set_parent(testing::kPlan);
  EXPECT_EQ(world.conferences.DraftAgenda(world.office, draft)->gaps_size(), 1);
  draft.set_period("1999");
  EXPECT_EQ(FirstField(world.conferences.DraftAgenda(world.office, draft).status()), "period");
}

TEST(ConferenceServiceTest, TheOfficeEditsTheAgenda) {
  World world;
  auto request = World::About<v1::UpdateAgendaRequest>(world.Convene()->name());
  EXPECT_EQ(FirstField(world.conferences.UpdateAgenda(world.office, request).status()), "agenda");
  request.add_agenda()->set_text("通报一季度情况");
  EXPECT_EQ(world.conferences.UpdateAgenda(world.office, request)->agenda_size(), 1);
}

TEST(ConferenceServiceTest, AnswersAreTheDepartmentsOwn) {
  World world;
  const std::string name = world.Convene()->name();
  EXPECT_TRUE(world.conferences.ReplyInvitation(world.emergency, Attends(name)).ok());
  EXPECT_TRUE(world.conferences.ReplyInvitation(world.observer, Attends(name)).ok());
  auto for_other = Attends(name);
  for_other.set_department("emergency");
  EXPECT_EQ(ReasonOf(world.conferences.ReplyInvitation(world.health, for_other).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(FirstField(world.conferences.ReplyInvitation(world.health, Attends(name)).status()), "department");
}

TEST(ConferenceServiceTest, OnlyTheOfficeConvenesRecordsAndCancels) {
  World world;
  v1::ConveneConferenceRequest request;
  *request.mutable_conference() = testing::Wanted();
  const Call stranger = testing::As(testing::Caller(type::v1::ROLE_OFFICE, "emergency"));
  EXPECT_EQ(ReasonOf(world.conferences.ConveneConference(stranger, request).status()), "NOT_PLAN_OFFICE");
  const std::string name = world.Convene()->name();
  auto cancel = World::About<v1::CancelConferenceRequest>(name);
  cancel.set_reason("另行通知");
  EXPECT_EQ(ReasonOf(world.conferences.CancelConference(stranger, cancel).status()), "NOT_PLAN_OFFICE");
  EXPECT_EQ(world.conferences.CancelConference(world.office, cancel)->state(), v1::CONFERENCE_STATE_CANCELLED);
  cancel.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.conferences.CancelConference(world.office, cancel).status()), "STATE_NOT_ALLOWED");
}

TEST(ConferenceServiceTest, MinutesAreAWordDocument) {
  World world;
  const v1::Conference held = world.Hold();
  v1::ExportMinutesRequest request;
  request.set_name(held.name());
  const auto exported = world.conferences.ExportMinutes(world.health, request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(exported->filename(), "会议纪要-2023-03-20.docx");
  const auto parts = ReadDocx(exported->content());
  ASSERT_TRUE(parts.ok());
  const std::string& body = parts->back().second;
  EXPECT_THAT(body, HasSubstr("会议强调 &lt;安全&gt; &amp; 健康。"));
  EXPECT_THAT(body, HasSubstr("责任单位：应急局"));
  EXPECT_THAT(body, Not(HasSubstr("{{")));
}

TEST(ConferenceServiceTest, TheOfficeReplacesTheTemplate) {
  World world;
  v1::GetMinutesTemplateRequest get;
  get.set_name("plans/sample/minutes-template");
  const auto built_in = world.conferences.GetMinutesTemplate(world.office, get);
  ASSERT_TRUE(built_in.ok()) << built_in.status();
  EXPECT_TRUE(built_in->built_in());
  DocxParts parts = *ReadDocx(built_in->content());
  parts.back().second = "<w:document><w:body><w:p><w:r><w:t>纪要 {{title}}</w:t></w:r></w:p></w:body></w:document>";
  auto upload = World::About<v1::UploadMinutesTemplateRequest>(get.name());
  upload.set_content(*WriteDocx(parts));
  upload.set_reason("换版头");
  EXPECT_EQ(ReasonOf(world.conferences.UploadMinutesTemplate(world.emergency, upload).status()), "NOT_PLAN_OFFICE");
  ASSERT_TRUE(world.conferences.UploadMinutesTemplate(world.office, upload).ok());
  v1::ExportMinutesRequest request;
  request.set_name(world.Hold().name());
  const auto exported = world.conferences.ExportMinutes(world.office, request);
  EXPECT_THAT(ReadDocx(exported->content())->back().second, HasSubstr("纪要 2023年第一次联席会议"));
  upload = World::About<v1::UploadMinutesTemplateRequest>(get.name());
  upload.set_reason("恢复");
  ASSERT_TRUE(world.conferences.UploadMinutesTemplate(world.office, upload).ok());
  EXPECT_TRUE(world.conferences.GetMinutesTemplate(world.office, get)->built_in());
  upload.set_content("no docx");
  upload.set_request_id(NewUuid());
  EXPECT_EQ(FirstField(world.conferences.UploadMinutesTemplate(world.office, upload).status()), "content");
}

}  // namespace
}  // namespace lianfang::coordination
