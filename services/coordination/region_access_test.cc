// Who may call which RPC from where. Every ask makes a row of its own, so that no answer depends on the one before.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

#include "common/testing/region_table.h"
#include "services/coordination/evidence/task_tick.h"
#include "services/coordination/selection_service.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using namespace region_table;  // NOLINT(build/namespaces): the words of the table
using testing::As;
using testing::World;

const Roles kObserverOnly = {type::v1::ROLE_OBSERVER};
constexpr char kTask[] = "plans/sample/tasks/training-2023";

class CoordinationRegionTest : public ::testing::Test {
 protected:
  CoordinationRegionTest() { TaskTick(world_.context, world_.evidence, metrics_, {.actor = "x"}).Step(); }

  // Of a list: refused where the row is left out.
  template <typename Listed>
  static absl::Status Seen(const Listed& listed, int rows) {
    if (!listed.ok()) return listed.status();
    return rows == 0 ? Hidden() : absl::OkStatus();
  }
  template <typename Request>
  static Request Fresh() {
    Request request;
    request.set_request_id(NewUuid());
    return request;
  }
  v1::Opinion Issued() {
    auto request = Fresh<v1::IssueOpinionRequest>();
    *request.mutable_opinion() = testing::Wish();
    return *world_.opinions.IssueOpinion(world_.observer, request);
  }
  v1::Opinion Answered() {
    auto request = World::About<v1::AnswerOpinionRequest>(Issued().name());
    request.set_text("已办");
    return *world_.opinions.AnswerOpinion(world_.emergency, request);
  }
  v1::CreateActivityRequest ActivityOf(const Identity& caller) {
    auto request = Fresh<v1::CreateActivityRequest>();
    *request.mutable_activity() = testing::Campaign();
    request.mutable_activity()->set_department(caller.department);
    return request;
  }
  v1::FreezeSelectionRequest List() {
    auto request = Fresh<v1::FreezeSelectionRequest>();
    request.mutable_selection()->set_plan(testing::kPlan);
    request.mutable_selection()->set_purpose("抽查");
    *request.mutable_selection()->add_employers() = testing::CarriedOut().employer();
    request.mutable_selection()->set_count(1);
    return request;
  }
  v1::UploadFileRequest Photograph() {
    auto request = Fresh<v1::UploadFileRequest>();
    request.mutable_file()->set_plan(testing::kPlan);
    request.mutable_file()->set_filename("a.jpg");
    request.mutable_file()->set_content_type("image/jpeg");
    request.mutable_file()->set_content("\xff\xd8\xff");
    return request;
  }

  World world_;
  Metrics metrics_;
  SelectionService selections_{world_.context, world_.exchange};
};

TEST_F(CoordinationRegionTest, Inspections) {
  InspectionService& service = world_.inspections;
  ExpectTable(*v1::GetOrderRequest::descriptor()->file()->service(0),
              {{"CreateInspection", kParticipants, "own",
                [&](const Identity& caller) {
                  auto request = Fresh<v1::CreateInspectionRequest>();
                  *request.mutable_inspection() = *world_.Plan();
                  request.mutable_inspection()->clear_name();
                  request.mutable_inspection()->clear_state();
                  return service.CreateInspection(As(caller), request).status();
                }},
               {"GetInspection", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetInspectionRequest request;
                  request.set_name(world_.Plan()->name());
                  return service.GetInspection(As(caller), request).status();
                }},
               {"ListInspections", kReaders, "own above",
                [&](const Identity& caller) {
                  (void)world_.Plan();
                  const auto listed = service.ListInspections(As(caller), {});
                  return Seen(listed, listed.ok() ? listed->inspections_size() : 0);
                }},
               {"RecordFindings", kParticipants, "own",
                [&](const Identity& caller) {
                  auto request = World::About<v1::RecordFindingsRequest>(world_.Plan()->name());
                  request.set_record("未发现问题");
                  return service.RecordFindings(As(caller), request).status();
                }},
               {"CancelInspection", kParticipants, "own",
                [&](const Identity& caller) {
                  auto request = World::About<v1::CancelInspectionRequest>(world_.Plan()->name());
                  request.set_reason("停产");
                  return service.CancelInspection(As(caller), request).status();
                }},
               {"CreateOrder", kParticipants, "own",
                [&](const Identity& caller) {
                  return service.CreateOrder(As(caller), world_.OrderOn(world_.Inspect())).status();
                }},
               {"GetOrder", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetOrderRequest request;
                  request.set_name(world_.Serve().name());
                  return service.GetOrder(As(caller), request).status();
                }},
               {"ListOrders", kReaders, "own above",
                [&](const Identity& caller) {
                  (void)world_.Serve();
                  const auto listed = service.ListOrders(As(caller), {});
                  return Seen(listed, listed.ok() ? listed->orders_size() : 0);
                }},
               {"AdvanceOrder", kParticipants, "own",
                [&](const Identity& caller) {
                  return world_.Take(world_.Serve().name(), v1::ORDER_ACTION_REPORT_DONE, As(caller)).status();
                }},
               {"GetInspectionStatistics", kReaders, "own above",
                [&](const Identity& caller) {
                  (void)world_.Inspect();
                  v1::GetInspectionStatisticsRequest request;
                  request.set_parent(testing::kPlan);
                  const auto counted = service.GetInspectionStatistics(As(caller), request);
                  return Seen(counted, counted.ok() ? counted->total().inspections() : 0);
                }}},
              kCounty);
}

TEST_F(CoordinationRegionTest, Tasks) {
  ExpectTable(*v1::GetTaskRequest::descriptor()->file()->service(0),
              {{"ListTasks", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::ListTasksRequest request;
                  request.set_parent(testing::kPlan);
                  const auto listed = world_.tasks.ListTasks(As(caller), request);
                  return Seen(listed, listed.ok() ? listed->tasks_size() : 0);
                }},
               {"GetTask", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetTaskRequest request;
                  request.set_name(kTask);
                  return world_.tasks.GetTask(As(caller), request).status();
                }},
               {"ReportTask", kParticipants, "own",
                [&](const Identity& caller) {
                  auto request = World::About<v1::ReportTaskRequest>(kTask);
                  request.set_note("已办");
                  return world_.tasks.ReportTask(As(caller), request).status();
                }},
               {"ConfirmTask", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  return world_.tasks.ConfirmTask(As(caller), World::About<v1::ConfirmTaskRequest>(kTask)).status();
                }}},
              kCounty);
}

TEST_F(CoordinationRegionTest, Opinions) {
  OpinionService& service = world_.opinions;
  ExpectTable(
      *v1::GetOpinionRequest::descriptor()->file()->service(0),
      {{"IssueOpinion", kObserverOnly, "own",
        [&](const Identity& caller) {
          auto request = Fresh<v1::IssueOpinionRequest>();
          *request.mutable_opinion() = testing::Wish();
          return service.IssueOpinion(As(caller), request).status();
        }},
       {"GetOpinion", kReaders, "own above",
        [&](const Identity& caller) {
          v1::GetOpinionRequest request;
          request.set_name(Issued().name());
          return service.GetOpinion(As(caller), request).status();
        }},
       {"ListOpinions", kReaders, "own above",
        [&](const Identity& caller) {
          (void)Issued();
          const auto listed = service.ListOpinions(As(caller), {});
          return Seen(listed, listed.ok() ? listed->opinions_size() : 0);
        }},
       {"AnswerOpinion", kFilers, "own",
        [&](const Identity& caller) {
          auto request = World::About<v1::AnswerOpinionRequest>(Issued().name());
          request.set_text("已办");
          return service.AnswerOpinion(As(caller), request).status();
        }},
       {"JudgeAnswer", kObserverOnly, "own",
        [&](const Identity& caller) {
          return service.JudgeAnswer(As(caller), World::About<v1::JudgeAnswerRequest>(Answered().name())).status();
        }}},
      kCounty);
}

TEST_F(CoordinationRegionTest, Activities) {
  ActivityService& service = world_.activities;
  const auto recorded = [&] { return service.CreateActivity(world_.emergency, ActivityOf(world_.emergency.caller)); };
  ExpectTable(
      *v1::GetActivityRequest::descriptor()->file()->service(0),
      {{"CreateActivity", kWitnesses, "own",
        [&](const Identity& caller) { return service.CreateActivity(As(caller), ActivityOf(caller)).status(); }},
       {"GetActivity", kReaders, "own above",
        [&](const Identity& caller) {
          v1::GetActivityRequest request;
          request.set_name(recorded()->name());
          return service.GetActivity(As(caller), request).status();
        }},
       {"ListActivities", kReaders, "own above",
        [&](const Identity& caller) {
          (void)recorded();
          const auto listed = service.ListActivities(As(caller), {});
          return Seen(listed, listed.ok() ? listed->activities_size() : 0);
        }},
       {"PublishAttendance", kFilers, "own",
        [&](const Identity& caller) {
          auto request = World::About<v1::PublishAttendanceRequest>(recorded()->name());
          request.set_first(1);
          request.add_attendees();
          return service.PublishAttendance(As(caller), request).status();
        }},
       {"WithdrawActivity", kParticipants, "own",
        [&](const Identity& caller) {
          auto request = World::About<v1::WithdrawActivityRequest>(recorded()->name());
          request.set_reason("误登");
          return service.WithdrawActivity(As(caller), request).status();
        }},
       {"GetActivitySummary", kReaders, "own above",
        [&](const Identity& caller) {
          v1::GetActivitySummaryRequest request;
          request.set_parent(testing::kPlan);
          request.set_year(2023);
          return service.GetActivitySummary(As(caller), request).status();
        }}},
      kCounty);
}

TEST_F(CoordinationRegionTest, SelectionsAndFiles) {
  ExpectTable(*v1::GetSelectionRequest::descriptor()->file()->service(0),
              {{"FreezeSelection", kOfficeOnly, "own",
                [&](const Identity& caller) { return selections_.FreezeSelection(As(caller), List()).status(); }},
               {"DrawSelection", kObserverOnly, "own",
                [&](const Identity& caller) {
                  const auto frozen = selections_.FreezeSelection(world_.office, List());
                  auto request = World::About<v1::DrawSelectionRequest>(frozen->name());
                  request.set_nonce(std::string(32, 'n'));
                  request.set_seed_commitment(frozen->seed_commitment());
                  return selections_.DrawSelection(As(caller), request).status();
                }},
               {"GetSelection", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetSelectionRequest request;
                  request.set_name(selections_.FreezeSelection(world_.office, List())->name());
                  return selections_.GetSelection(As(caller), request).status();
                }},
               {"ListSelections", kReaders, "own above",
                [&](const Identity& caller) {
                  (void)selections_.FreezeSelection(world_.office, List());
                  const auto listed = selections_.ListSelections(As(caller), {});
                  return Seen(listed, listed.ok() ? listed->selections_size() : 0);
                }}},
              kCounty);
  ExpectTable(*v1::GetFileRequest::descriptor()->file()->service(0),
              {{"UploadFile", kWitnesses, "own",
                [&](const Identity& caller) { return world_.files.UploadFile(As(caller), Photograph()).status(); }},
               {"GetFile", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetFileRequest request;
                  request.set_name(world_.files.UploadFile(world_.emergency, Photograph())->name());
                  return world_.files.GetFile(As(caller), request).status();
                }}},
              kCounty);
}

TEST_F(CoordinationRegionTest, Conferences) {
  ConferenceService& service = world_.conferences;
  const auto named = [&](auto request) {
    request.set_name(world_.Convene()->name());
    request.set_request_id(NewUuid());
    return request;
  };
  // A conference that was held, with the clock set back so that others can be convened.
  const auto held = [&] {
    const v1::Conference conference = world_.Hold();
    world_.clock.Set(testing::Now());
    return conference;
  };
  ExpectTable(*v1::GetConferenceRequest::descriptor()->file()->service(0),
              {{"ConveneConference", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  auto request = Fresh<v1::ConveneConferenceRequest>();
                  *request.mutable_conference() = testing::Wanted();
                  return service.ConveneConference(As(caller), request).status();
                }},
               {"GetConference", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetConferenceRequest request;
                  request.set_name(world_.Convene()->name());
                  return service.GetConference(As(caller), request).status();
                }},
               {"ListConferences", kReaders, "own above",
                [&](const Identity& caller) {
                  (void)world_.Convene();
                  const auto listed = service.ListConferences(As(caller), {});
                  return Seen(listed, listed.ok() ? listed->conferences_size() : 0);
                }},
               {"DraftAgenda", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  v1::DraftAgendaRequest request;
                  request.set_parent(testing::kPlan);
                  return service.DraftAgenda(As(caller), request).status();
                }},
               {"UpdateAgenda", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  auto request = named(v1::UpdateAgendaRequest());
                  request.add_agenda()->set_text("通报");
                  return service.UpdateAgenda(As(caller), request).status();
                }},
               {"ReplyInvitation", kWitnesses, "own",
                [&](const Identity& caller) {
                  auto request = named(v1::ReplyInvitationRequest());
                  request.set_reply(v1::REPLY_STATE_ATTENDS);
                  return service.ReplyInvitation(As(caller), request).status();
                }},
               {"CancelConference", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  auto request = named(v1::CancelConferenceRequest());
                  request.set_reason("改期");
                  return service.CancelConference(As(caller), request).status();
                }},
               {"RecordMinutes", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  auto request = named(v1::RecordMinutesRequest());
                  request.set_chair("张局长");
                  request.set_minutes("略");
                  request.add_attendance()->set_department("hrss");
                  request.mutable_attendance(0)->set_attendees("张局长");
                  return service.RecordMinutes(As(caller), request).status();
                }},
               {"ReportResolution", kParticipants, "own",
                [&](const Identity& caller) {
                  auto request = World::About<v1::ReportResolutionRequest>(held().name() + "/resolutions/1");
                  request.set_note("已办");
                  return service.ReportResolution(As(caller), request).status();
                }},
               {"VerifyResolution", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  const v1::Conference conference = held();
                  return service
                      .VerifyResolution(As(caller),
                                        World::About<v1::VerifyResolutionRequest>(conference.resolutions(0).name()))
                      .status();
                }},
               {"ExportMinutes", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::ExportMinutesRequest request;
                  request.set_name(held().name());
                  return service.ExportMinutes(As(caller), request).status();
                }},
               {"GetMinutesTemplate", kReaders, "own above",
                [&](const Identity& caller) {
                  v1::GetMinutesTemplateRequest request;
                  request.set_name("plans/sample/minutes-template");
                  return service.GetMinutesTemplate(As(caller), request).status();
                }},
               {"UploadMinutesTemplate", kOfficeOnly, "own",
                [&](const Identity& caller) {
                  auto request = World::About<v1::UploadMinutesTemplateRequest>("plans/sample/minutes-template");
                  request.set_reason("恢复");
                  return service.UploadMinutesTemplate(As(caller), request).status();
                }}},
              kCounty);
}

}  // namespace
}  // namespace lianfang::coordination
