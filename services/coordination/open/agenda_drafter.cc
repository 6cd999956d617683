#include "services/coordination/open/agenda_drafter.h"

#include "common/region_power.h"
#include "duties/words.h"
#include "services/coordination/domain/conference/agenda.h"

namespace lianfang::coordination {
namespace {

// Adds every document of a shelf of the plan, in these states.
template <typename Message>
absl::Status AddAll(CoordinationRows& rows, Shelf shelf, const std::string& plan, const std::vector<int>& states,
                    const std::function<void(const Message&)>& add) {
  for (const Document& document : rows.FindAll(shelf, plan, states)) {
    const auto message = Parsed<Message>(document);
    if (!message.ok()) return message.status();
    add(*message);
  }
  return absl::OkStatus();
}

std::vector<int> OpenOrderStates() {
  return {v1::ORDER_STATE_SERVED,        v1::ORDER_STATE_EXTENSION_ASKED, v1::ORDER_STATE_REPORTED_DONE,
          v1::ORDER_STATE_NOT_RECTIFIED, v1::ORDER_STATE_PENALTY_CASE,    v1::ORDER_STATE_TRANSFERRED,
          v1::ORDER_STATE_ACCEPTED,      v1::ORDER_STATE_RETURNED,        v1::ORDER_STATE_RECTIFIED};
}

}  // namespace

absl::StatusOr<DraftedAgenda> AgendaDrafter::Draft(const PlanFrame& frame, const std::string& period,
                                                   absl::Time deadline) const {
  const std::string& plan = frame.plan().name();
  const absl::Time now = context_.clock.Now();
  AgendaDraft draft(frame);
  const absl::Status read = context_.store.Read(
      [&](CoordinationRows& rows) {
        draft = AgendaDraft(frame);  // reads may be repeated
        absl::Status added = AddAll<v1::Conference>(rows, Shelf::kConference, plan, {v1::CONFERENCE_STATE_HELD},
                                                    [&](const auto& one) { draft.AddConference(one, now); });
        added.Update(AddAll<v1::Order>(rows, Shelf::kOrder, plan, OpenOrderStates(),
                                       [&](const auto& one) { draft.AddOrder(one, now); }));
        added.Update(AddAll<v1::Opinion>(rows, Shelf::kOpinion, plan, {v1::OPINION_STATE_ISSUED},
                                         [&](const auto& one) { draft.AddOpinion(one, now); }));
        return added;
      },
      deadline);
  if (!read.ok()) return read;
  DraftedAgenda drafted;
  if (const auto duties = open_.AwaitedDuties(plan, deadline); duties.ok()) {
    for (const auto& duty : *duties) draft.AddDuty(duty);
  } else {
    drafted.gaps.push_back(
        duties::Words("未能取得逾期事项和信息差异", "overdue duties and discrepancies could not be asked for"));
  }
  if (!period.empty()) {
    const std::string region = OfficeRegion(frame.plan());  // the regions of the plan added up
    if (const auto scorecard = open_.GetScorecard(plan, region, period, deadline); scorecard.ok()) {
      draft.AddScorecard(*scorecard);
    } else {
      drafted.gaps.push_back(duties::Words("未能取得目标评估结果", "the scorecard could not be asked for"));
    }
    if (const auto forecast = open_.GetForecast(plan, region, period, deadline); forecast.ok()) {
      draft.AddForecast(*forecast);
    } else {
      drafted.gaps.push_back(duties::Words("未能取得目标预测", "the forecast could not be asked for"));
    }
  }
  drafted.items = draft.Finish();
  return drafted;
}

}  // namespace lianfang::coordination
