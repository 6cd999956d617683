#include "services/coordination/documents.h"

#include "common/region_power.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "services/coordination/domain/inspection/order_rules.h"
#include "services/coordination/domain/task/task_rules.h"

namespace lianfang::coordination {
namespace {

template <typename Message>
Document NewDocument(Shelf shelf, const Message& message, const std::string& plan, const PlanFrame& frame) {
  Document document;
  document.shelf = shelf;
  document.name = message.name();
  document.plan = plan;
  document.office_region = OfficeRegion(frame.plan());
  document.content = message.SerializeAsString();
  return document;
}

std::vector<std::string> Strings(const google::protobuf::RepeatedPtrField<std::string>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

// Listed latest first, so that tasks sort by what is left of time.
Document DocumentOf(const v1::TaskStatus& task, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kTask, task, frame.plan().name(), frame);
  document.departments = Strings(task.task().owners());
  document.state = task.state();
  document.sort_time = FromTimestamp(task.due_time());
  document.pending = AwaitsEvidence(task, absl::InfiniteFuture());
  return document;
}

Document DocumentOf(const v1::Inspection& inspection, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kInspection, inspection, inspection.plan(), frame);
  document.readers = Strings(inspection.departments());
  document.departments = document.readers;
  document.industry = inspection.employer().industry();
  document.credit_code = inspection.employer().credit_code();
  document.state = inspection.state();
  document.sort_time = frame.Start(DayOf(inspection.date()));
  return document;
}

Document DocumentOf(const v1::Order& order, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kOrder, order, order.plan(), frame);
  document.readers = ReadersOf(order);
  document.departments = document.readers;
  document.industry = order.employer().industry();
  document.credit_code = order.employer().credit_code();
  document.state = order.state();
  document.sort_time = FromTimestamp(order.create_time());
  return document;
}

Document DocumentOf(const v1::Conference& conference, const PlanFrame& frame, absl::Time now) {
  Document document = NewDocument(Shelf::kConference, conference, conference.plan(), frame);
  document.departments = Strings(conference.departments());
  document.state = conference.state();
  document.sort_time = FromTimestamp(conference.start_time());
  document.pending = NeedsTelling(conference, now);
  return document;
}

Document DocumentOf(const v1::Activity& activity, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kActivity, activity, activity.plan(), frame);
  document.departments = {activity.department()};
  document.state = activity.kind();
  document.sort_time = frame.Start(DayOf(activity.start_date()));
  document.pending = activity.attendance().state() == v1::ATTENDANCE_STATE_WITHDRAWING;
  return document;
}

Document DocumentOf(const v1::Opinion& opinion, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kOpinion, opinion, opinion.plan(), frame);
  document.readers = {opinion.department()};
  document.departments = document.readers;
  document.industry = opinion.employer().industry();
  document.credit_code = opinion.employer().credit_code();
  document.state = opinion.state();
  document.sort_time = FromTimestamp(opinion.create_time());
  return document;
}

Document DocumentOf(const v1::Selection& selection, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kSelection, selection, selection.plan(), frame);
  document.state = selection.state();
  document.sort_time = FromTimestamp(selection.create_time());
  return document;
}

Document DocumentOf(const v1::File& file, const std::string& owner, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kFile, file, file.plan(), frame);
  document.departments = {owner};
  document.pending = true;
  document.sort_time = FromTimestamp(file.create_time());
  return document;
}

Document DocumentOf(const v1::MinutesTemplate& minutes_template, const PlanFrame& frame) {
  Document document = NewDocument(Shelf::kTemplate, minutes_template, frame.plan().name(), frame);
  document.sort_time = FromTimestamp(minutes_template.update_time());
  return document;
}

}  // namespace lianfang::coordination
