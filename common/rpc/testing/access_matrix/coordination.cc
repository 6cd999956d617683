// Who may call: tasks, conferences, inspections, activities, opinions, selections.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference_service.pb.h"
#include "lianfang/coordination/v1/file_service.pb.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"

namespace lianfang::access_matrix {

Subject Coordination() {
  Subject subject;
  subject.rows = {
      {"lianfang.coordination.v1.TaskService.ListTasks", kReaders},
      {"lianfang.coordination.v1.TaskService.GetTask", kReaders},
      {"lianfang.coordination.v1.TaskService.ReportTask", kParticipants},
      {"lianfang.coordination.v1.TaskService.ConfirmTask", kOffice},

      {"lianfang.coordination.v1.ConferenceService.ConveneConference", kOffice},
      {"lianfang.coordination.v1.ConferenceService.GetConference", kReaders},
      {"lianfang.coordination.v1.ConferenceService.ListConferences", kReaders},
      {"lianfang.coordination.v1.ConferenceService.DraftAgenda", kOffice},
      {"lianfang.coordination.v1.ConferenceService.UpdateAgenda", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ReplyInvitation", kWitnesses},
      {"lianfang.coordination.v1.ConferenceService.CancelConference", kOffice},
      {"lianfang.coordination.v1.ConferenceService.RecordMinutes", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ReportResolution", kParticipants},
      {"lianfang.coordination.v1.ConferenceService.VerifyResolution", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ExportMinutes", kReaders},
      {"lianfang.coordination.v1.ConferenceService.GetMinutesTemplate", kReaders},
      {"lianfang.coordination.v1.ConferenceService.UploadMinutesTemplate", kOffice},

      {"lianfang.coordination.v1.InspectionService.CreateInspection", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetInspection", kReaders},
      {"lianfang.coordination.v1.InspectionService.ListInspections", kReaders},
      {"lianfang.coordination.v1.InspectionService.RecordFindings", kParticipants},
      {"lianfang.coordination.v1.InspectionService.CancelInspection", kParticipants},
      {"lianfang.coordination.v1.InspectionService.CreateOrder", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetOrder", kReaders},
      {"lianfang.coordination.v1.InspectionService.ListOrders", kReaders},
      {"lianfang.coordination.v1.InspectionService.AdvanceOrder", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetInspectionStatistics", kReaders},

      {"lianfang.coordination.v1.ActivityService.CreateActivity", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.GetActivity", kReaders},
      {"lianfang.coordination.v1.ActivityService.ListActivities", kReaders},
      {"lianfang.coordination.v1.ActivityService.PublishAttendance", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.WithdrawActivity", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.GetActivitySummary", kReaders},

      {"lianfang.coordination.v1.OpinionService.IssueOpinion", kObserver},
      {"lianfang.coordination.v1.OpinionService.GetOpinion", kReaders},
      {"lianfang.coordination.v1.OpinionService.ListOpinions", kReaders},
      {"lianfang.coordination.v1.OpinionService.AnswerOpinion", kParticipants},
      {"lianfang.coordination.v1.OpinionService.JudgeAnswer", kObserver},

      {"lianfang.coordination.v1.SelectionService.FreezeSelection", kOffice},
      {"lianfang.coordination.v1.SelectionService.DrawSelection", kObserver},
      {"lianfang.coordination.v1.SelectionService.GetSelection", kReaders},
      {"lianfang.coordination.v1.SelectionService.ListSelections", kReaders},

      {"lianfang.coordination.v1.FileService.UploadFile", kWitnesses},
      {"lianfang.coordination.v1.FileService.GetFile", kReaders},
  };
  subject.contracts = {coordination::v1::GetActivityRequest::descriptor()->file(),
                       coordination::v1::GetConferenceRequest::descriptor()->file(),
                       coordination::v1::GetFileRequest::descriptor()->file(),
                       coordination::v1::GetOrderRequest::descriptor()->file(),
                       coordination::v1::GetOpinionRequest::descriptor()->file(),
                       coordination::v1::GetTaskRequest::descriptor()->file(),
                       coordination::v1::GetSelectionRequest::descriptor()->file()};
  return subject;
}

}  // namespace lianfang::access_matrix
