#include "services/evaluation/domain/outlook/lateness.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "common/time.h"
#include "services/evaluation/domain/facts/standing.h"

namespace lianfang::evaluation {
namespace {

using ::google::protobuf::Timestamp;
using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::SendBack;

std::optional<absl::Time> TimeOf(bool present, const Timestamp& time) {
  return present ? std::optional(FromTimestamp(time)) : std::nullopt;
}

// The send-back that waits for an answer, or null.
const SendBack* OpenSendBack(const Obligation& obligation) {
  if (obligation.send_backs().empty() || obligation.send_backs().rbegin()->has_answer_time()) return nullptr;
  return &*obligation.send_backs().rbegin();
}

// Adds what is late about one obligation.
class Lateness {
 public:
  Lateness(const Obligation& obligation, absl::Time as_of, std::vector<v1::LateFiling>& late)
      : obligation_(obligation), as_of_(as_of), late_(late) {}

  void Add() {
    const SendBack* open = OpenSendBack(obligation_);
    if (open != nullptr && IsOverdue(ResubmissionDueTime(obligation_, *open))) {
      const bool final = obligation_.has_final_open_time() && as_of_ >= FromTimestamp(obligation_.final_open_time());
      Say(final, ResubmissionDueTime(obligation_, *open), std::nullopt);
      return;
    }
    // What was filed before a send-back counts again once that is answered in time.
    const auto first = open != nullptr ? TimeOf(open->has_previous_met_time(), open->previous_met_time())
                                       : TimeOf(obligation_.has_met_time(), obligation_.met_time());
    const auto final = open != nullptr ? TimeOf(open->has_previous_final_met_time(), open->previous_final_met_time())
                                       : TimeOf(obligation_.has_final_met_time(), obligation_.final_met_time());
    if (first || open == nullptr) Judge(/*final=*/false, first);
    if (final || (first && open == nullptr && obligation_.has_final_due_time())) Judge(/*final=*/true, final);
  }

 private:
  bool IsOverdue(absl::Time due) const { return !obligation_.has_waive_time() && as_of_ >= due; }

  // The due instant of one edition in force at an instant; where a send-back was answered then, not before its own.
  absl::Time DueAt(bool final, absl::Time instant) const {
    absl::Time due = FromTimestamp(final ? obligation_.final_due_time() : obligation_.due_time());
    const auto moved_later = absl::c_find_if(obligation_.adjustments(), [&](const auto& adjustment) {
      return adjustment.has_previous_due_time() &&
             final == (adjustment.edition() == submission::v1::RETURN_EDITION_FINAL) &&
             FromTimestamp(adjustment.adjust_time()) > instant;
    });
    if (moved_later != obligation_.adjustments().end()) due = FromTimestamp(moved_later->previous_due_time());
    for (const SendBack& send_back : obligation_.send_backs()) {
      if (send_back.has_answer_time() && FromTimestamp(send_back.answer_time()) == instant) {
        due = std::max(due, FromTimestamp(send_back.due_time()));
      }
    }
    return due;
  }

  void Judge(bool final, std::optional<absl::Time> met) {
    const absl::Time due = DueAt(final, met.value_or(as_of_));
    if (met ? *met >= due : IsOverdue(due)) Say(final, due, met);
  }

  void Say(bool final, absl::Time due, std::optional<absl::Time> met) {
    v1::LateFiling& late = late_.emplace_back();
    late.set_obligation(obligation_.name());
    late.set_department(obligation_.department());
    late.set_region(obligation_.region());
    late.set_industry(obligation_.industry());
    late.set_period(obligation_.period());
    late.set_edition(final ? submission::v1::RETURN_EDITION_FINAL : submission::v1::RETURN_EDITION_FIRST);
    *late.mutable_due_time() = ToTimestamp(due);
    if (met) *late.mutable_met_time() = ToTimestamp(*met);
    late.set_state(met ? submission::v1::OBLIGATION_STATE_MET_LATE : submission::v1::OBLIGATION_STATE_OVERDUE);
    late.set_sent_back(OpenSendBack(obligation_) != nullptr);
  }

  const Obligation& obligation_;
  const absl::Time as_of_;
  std::vector<v1::LateFiling>& late_;
};

std::vector<std::string> PeriodsUntil(const type::v1::Plan& plan, absl::string_view until) {
  std::vector<std::string> periods;
  for (const type::v1::Period& period : plan.periods()) {
    periods.push_back(period.id());
    if (period.id() == until) break;
  }
  return periods;
}

}  // namespace

std::vector<v1::LateFiling> LateFilings(const Basis& basis, absl::string_view until) {
  const std::vector<std::string> periods = PeriodsUntil(basis.plan, until);
  std::vector<v1::LateFiling> late;
  basis.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation == nullptr || !absl::c_linear_search(periods, filing.obligation->period()) ||
        !absl::c_binary_search(basis.regions, filing.obligation->region())) {
      return;
    }
    Lateness(*filing.obligation, basis.as_of, late).Add();
  });
  absl::c_sort(late, [](const v1::LateFiling& a, const v1::LateFiling& b) {
    return std::make_tuple(FromTimestamp(a.due_time()), a.obligation(), a.edition()) <
           std::make_tuple(FromTimestamp(b.due_time()), b.obligation(), b.edition());
  });
  return late;
}

std::vector<Obligation> ObligationsOf(const Basis& basis, const std::vector<v1::LateFiling>& late) {
  std::vector<Obligation> obligations;
  absl::flat_hash_map<std::string, size_t> places;
  for (const v1::LateFiling& each : late) {
    const auto [place, is_new] = places.emplace(each.obligation(), obligations.size());
    if (is_new) obligations.push_back(*basis.filings.Find({each.region(), each.industry(), each.period()}).obligation);
    if (is_new || each.state() == submission::v1::OBLIGATION_STATE_OVERDUE) {
      obligations[place->second].set_state(each.state());
    }
  }
  return obligations;
}

}  // namespace lianfang::evaluation
