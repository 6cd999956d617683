// Documents of the messages of the contract.
#ifndef LIANFANG_SERVICES_COORDINATION_DOCUMENTS_H_
#define LIANFANG_SERVICES_COORDINATION_DOCUMENTS_H_

#include "absl/time/time.h"
#include "common/time.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/conference_service.pb.h"
#include "lianfang/coordination/v1/file.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "services/coordination/domain/document.h"
#include "services/coordination/domain/request/refusals.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// Before it is saved: the next etag, and the instant of the change.
template <typename Message>
void Stamp(absl::Time now, Message& message) {
  message.set_etag(NextEtag(message.etag()));
  if (!message.has_create_time()) *message.mutable_create_time() = ToTimestamp(now);
  *message.mutable_update_time() = ToTimestamp(now);
}

Document DocumentOf(const v1::TaskStatus& task, const PlanFrame& frame);
Document DocumentOf(const v1::Inspection& inspection, const PlanFrame& frame);
Document DocumentOf(const v1::Order& order, const PlanFrame& frame);
// `now` decides whether somebody is still to be told.
Document DocumentOf(const v1::Conference& conference, const PlanFrame& frame, absl::Time now);
Document DocumentOf(const v1::Activity& activity, const PlanFrame& frame);
Document DocumentOf(const v1::Opinion& opinion, const PlanFrame& frame);
Document DocumentOf(const v1::Selection& selection, const PlanFrame& frame);
// `owner` is whose upload it is (file_service.h). It is pending until something names it.
Document DocumentOf(const v1::File& file, const std::string& owner, const PlanFrame& frame);
Document DocumentOf(const v1::MinutesTemplate& minutes_template, const PlanFrame& frame);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOCUMENTS_H_
