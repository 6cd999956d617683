// The agenda that the suite drafts from what is open. Pure.
//
//   AgendaDraft draft(frame);
//   draft.AddConference(conference, now);      // resolutions still open come first
//   draft.AddScorecard(scorecard);  draft.AddDuty(duty);  draft.AddOrder(order, now);  draft.AddOpinion(opinion, now);
//   AgendaItems items = draft.Finish();
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_AGENDA_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_AGENDA_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// Not thread-safe. Refers to the frame.
class AgendaDraft {
 public:
  explicit AgendaDraft(const PlanFrame& frame) : frame_(&frame) {}

  // Resolutions that are not verified, of conferences that were held; earliest due date first.
  void AddConference(const v1::Conference& conference, absl::Time now);
  // Rows that do not attain, or of which figures are missing.
  void AddScorecard(const evaluation::v1::Scorecard& scorecard);
  // Targets that are not decided yet and, as the years before go, will not be attained.
  void AddForecast(const evaluation::v1::Forecast& forecast);
  // What is overdue, and every discrepancy that waits for somebody, by itself. Not this service's orders, resolutions and opinions: they are
  // added as such.
  void AddDuty(const duty::v1::Duty& duty);
  // What is overdue, not rectified, returned or supervised.
  void AddOrder(const v1::Order& order, absl::Time now);
  // What waits for an answer past its date.
  void AddOpinion(const v1::Opinion& opinion, absl::Time now);

  // By source, each as it came; at most 100, and the last item says how many more there are.
  AgendaItems Finish() const;

 private:
  v1::AgendaItem& Add(v1::AgendaSource source, const std::string& text, const std::string& resource,
                      const std::string& department);

  const PlanFrame* frame_;
  std::vector<v1::AgendaItem> items_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_AGENDA_H_
