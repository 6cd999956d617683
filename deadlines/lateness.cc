#include "deadlines/lateness.h"

#include <algorithm>

#include "common/time.h"
#include "deadlines/deadline.h"
#include "deadlines/instants.h"

namespace lianfang::deadlines {
namespace {

using submission::v1::Obligation;
using submission::v1::ObligationAdjustment;
using submission::v1::SendBack;

// The due instant of the final figures as it was first stated: that of the first record which moved it, or the one in
// force. None where none are asked for any more and the first rules of the ledger recorded no end of the request.
std::optional<absl::Time> OriginalFinalDue(const Obligation& obligation) {
  for (const ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (adjustment.edition() == submission::v1::RETURN_EDITION_FINAL) {
      return FromTimestamp(adjustment.previous_due_time());
    }
    for (const submission::v1::InstantChange& change : adjustment.instants()) {
      if (change.instant() == submission::v1::OBLIGATION_INSTANT_FINAL_DUE && change.has_previous_time()) {
        return FromTimestamp(change.previous_time());
      }
    }
  }
  return TimeIf(obligation.has_final_due_time(), obligation.final_due_time());
}

std::optional<absl::Time> OriginalDue(const Obligation& obligation, bool final_figures) {
  if (final_figures) return OriginalFinalDue(obligation);
  return TimeIf(obligation.has_original_due_time(), obligation.original_due_time());
}

// The due instant of the edition in force when it was filed. None where final figures were filed of which no due instant
// is on record: there is nothing to judge them by.
std::optional<absl::Time> DueWhenFiled(const Obligation& obligation, bool final_figures, absl::Time met) {
  const Instants instants = InstantsAt(obligation, met);
  if (final_figures && !instants[submission::v1::OBLIGATION_INSTANT_FINAL_DUE]) return std::nullopt;
  return DueOf(instants, final_figures);
}

// The due instant of the send-back that was answered at `met`, if one was.
absl::Time DueOfAnswer(const Obligation& obligation, absl::Time met) {
  absl::Time due = absl::InfinitePast();
  for (const SendBack& send_back : obligation.send_backs()) {
    if (AnsweredAt(obligation, send_back, met) == met) {
      due = std::max(due, FromTimestamp(send_back.due_time()));
    }
  }
  return due;
}

// What was filed, by what was in force then.
void JudgeFiled(const Obligation& obligation, FiledEdition& edition) {
  const absl::Time met = *edition.met;
  const absl::Time due = DueWhenFiled(obligation, edition.final_figures, met).value_or(absl::InfiniteFuture());
  const std::optional<absl::Time> original = OriginalDue(obligation, edition.final_figures);
  edition.due = std::max(due, DueOfAnswer(obligation, met));
  edition.punctuality = met >= edition.due ? Punctuality::kLate : Punctuality::kInTime;
  edition.by_extension = met < due && original && met >= *original;
}

}  // namespace

std::vector<FiledEdition> EditionsAt(const Obligation& obligation, absl::Time as_of) {
  const Instants instants = InstantsAt(obligation, as_of);
  const SendBack* open = OpenSendBack(obligation, as_of);
  const bool waived = WaivedAt(obligation, as_of);
  MetTimes met = MetAt(obligation, as_of);
  if (open != nullptr) {
    // What was filed before a send-back counts again once that is answered in time.
    met = {TimeIf(open->has_previous_met_time(), open->previous_met_time()),
           TimeIf(open->has_previous_final_met_time(), open->previous_final_met_time())};
  }
  std::vector<FiledEdition> editions;
  for (const bool final_figures : {false, true}) {
    FiledEdition edition{.final_figures = final_figures, .due = DueOf(instants, final_figures)};
    edition.met = final_figures ? met.final_figures : met.first;
    if (final_figures && !edition.met && !instants[submission::v1::OBLIGATION_INSTANT_FINAL_DUE]) continue;
    edition.sent_back = open != nullptr && IsOfFinal(*open, instants) == final_figures;
    const absl::Time due = edition.sent_back ? DueAgain(*open, instants) : edition.due;
    // Final figures are owed once the first ones are in force.
    const bool owed = edition.sent_back || !final_figures || (met.first && open == nullptr);
    const bool in_force = edition.met && !edition.sent_back;
    if (!in_force && !waived && owed && as_of >= due) {
      edition.punctuality = Punctuality::kOverdue;
      edition.due = due;
      edition.met = std::nullopt;
    } else if (edition.met) {
      JudgeFiled(obligation, edition);
    } else if (waived) {
      edition.punctuality = Punctuality::kWaived;
    }
    editions.push_back(edition);
  }
  return editions;
}

absl::Time FilingTime(const Obligation& obligation, absl::Time arrival) {
  const SendBack* open = OpenSendBack(obligation);
  absl::Time filed = open == nullptr ? arrival : std::max(arrival, FromTimestamp(open->send_back_time()));
  if (!obligation.taken_back().empty()) {
    filed = std::max(filed, FromTimestamp(obligation.taken_back().rbegin()->take_back_time()));
  }
  return filed;
}

const google::protobuf::Timestamp& FiledTimeOf(const submission::v1::ReturnRevision& revision) {
  return revision.has_arrival_time() ? revision.arrival_time() : revision.submit_time();
}

Judgement JudgeFiling(const Obligation& obligation, absl::Time filed) {
  const Instants instants = InstantsAt(obligation, filed);
  const auto& final_opens = instants[submission::v1::OBLIGATION_INSTANT_FINAL_OPEN];
  const bool final = final_opens && filed >= *final_opens;
  if (const SendBack* open = OpenSendBack(obligation); open != nullptr) return {final, DueAgain(*open, instants)};
  // What was never filed is late by its first due instant, whatever figures it brings.
  return {final, DueOf(instants, final && obligation.has_met_time())};
}

}  // namespace lianfang::deadlines
