#include "services/submission/domain/deadlines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::submission {
namespace {

using google::protobuf::Timestamp;

constexpr absl::Duration kDueSoon = absl::Hours(24 * 7);

// Whole days between two instants, started days counted whole.
int64_t DaysBetween(absl::Time from, absl::Time to) {
  return absl::ToInt64Hours(absl::Ceil(to - from, absl::Hours(24))) / 24;
}

std::string Days(int64_t count) { return absl::StrCat(count, count == 1 ? " day" : " days"); }

bool IsOf(const v1::ObligationAdjustment& adjustment, bool final) {
  return final == (adjustment.edition() == v1::RETURN_EDITION_FINAL);
}

// The due instant of one edition as it stood at `as_of`: what was moved later is not seen.
absl::Time DueAt(const v1::Obligation& obligation, bool final, absl::Time as_of) {
  for (const v1::ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (adjustment.has_previous_due_time() && IsOf(adjustment, final) &&
        FromTimestamp(adjustment.adjust_time()) > as_of) {
      return FromTimestamp(adjustment.previous_due_time());
    }
  }
  return FromTimestamp(final ? obligation.final_due_time() : obligation.due_time());
}

// Whether the office had moved this edition's due instant by `as_of`.
bool IsExtendedAt(const v1::Obligation& obligation, bool final, absl::Time as_of) {
  if (!final) return FromTimestamp(obligation.original_due_time()) < DueAt(obligation, final, as_of);
  return std::any_of(obligation.adjustments().begin(), obligation.adjustments().end(), [&](const auto& adjustment) {
    return adjustment.kind() == v1::ADJUSTMENT_KIND_EXTENSION && IsOf(adjustment, final) &&
           FromTimestamp(adjustment.adjust_time()) <= as_of;
  });
}

// Waived by hand, or no longer stated by the edition of the plan that was in force: an amendment that moves no date
// dropped it, one that states a date took it up again.
bool WaivedAt(const v1::Obligation& obligation, absl::Time as_of) {
  if (obligation.has_waive_time() && FromTimestamp(obligation.waive_time()) <= as_of) return true;
  bool dropped = false;
  for (const v1::ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (FromTimestamp(adjustment.adjust_time()) > as_of) break;
    if (adjustment.kind() == v1::ADJUSTMENT_KIND_AMENDMENT) dropped = !adjustment.has_due_time();
  }
  return dropped;
}

// What had been met by `as_of`: as recorded now, or by the first send-back that came later.
struct MetTimes {
  std::optional<absl::Time> first;
  std::optional<absl::Time> final;
};

MetTimes MetAt(const v1::Obligation& obligation, absl::Time as_of) {
  const auto seen = [as_of](bool present, const Timestamp& time) {
    return present && FromTimestamp(time) <= as_of ? std::optional(FromTimestamp(time)) : std::nullopt;
  };
  for (const v1::SendBack& send_back : obligation.send_backs()) {
    if (FromTimestamp(send_back.send_back_time()) <= as_of) continue;
    return {seen(send_back.has_previous_met_time(), send_back.previous_met_time()),
            seen(send_back.has_previous_final_met_time(), send_back.previous_final_met_time())};
  }
  return {seen(obligation.has_met_time(), obligation.met_time()),
          seen(obligation.has_final_met_time(), obligation.final_met_time())};
}

// The send-back that waited for an answer at `as_of`, or null.
const v1::SendBack* OpenSendBackAt(const v1::Obligation& obligation, absl::Time as_of) {
  for (const v1::SendBack& send_back : obligation.send_backs()) {
    if (FromTimestamp(send_back.send_back_time()) <= as_of &&
        (!send_back.has_answer_time() || FromTimestamp(send_back.answer_time()) > as_of)) {
      return &send_back;
    }
  }
  return nullptr;
}

bool FinalOpenAt(const v1::Obligation& obligation, absl::Time as_of) {
  return obligation.has_final_open_time() && as_of >= FromTimestamp(obligation.final_open_time());
}

// What is said of a due instant that is still ahead, or past.
Standing Towards(absl::Time due, bool extended, v1::ReturnEdition awaited, absl::Time as_of) {
  if (as_of >= due) {
    const int64_t days = DaysBetween(due, as_of);
    return {v1::OBLIGATION_STATE_OVERDUE, absl::StrCat("已逾期 ", days, " 天"), absl::StrCat("overdue by ", Days(days)),
            awaited};
  }
  const int64_t days = DaysBetween(as_of, due);
  const std::string left = absl::StrCat("距截止还有 ", days, " 天");
  const std::string left_en = absl::StrCat("due in ", Days(days));
  if (extended) {
    return {v1::OBLIGATION_STATE_EXTENDED, absl::StrCat("已延期，", left), absl::StrCat("extended, ", left_en),
            awaited};
  }
  return {due - as_of <= kDueSoon ? v1::OBLIGATION_STATE_DUE_SOON : v1::OBLIGATION_STATE_OPEN, left, left_en, awaited};
}

Standing NotMet(const v1::Obligation& obligation, absl::Time as_of) {
  const absl::Time due = DueAt(obligation, /*final=*/false, as_of);
  // The lock moved with the due instant.
  const absl::Duration until_lock = FromTimestamp(obligation.lock_time()) - FromTimestamp(obligation.due_time());
  if (obligation.has_lock_time() && as_of >= due + until_lock) {
    return {v1::OBLIGATION_STATE_LOCKED, "报送已截止，未报送", "filing has closed, nothing was filed",
            v1::RETURN_EDITION_FIRST};
  }
  if (as_of < due && as_of < FromTimestamp(obligation.open_time())) {
    return {v1::OBLIGATION_STATE_NOT_OPEN, "尚未开放报送", "filing has not opened", v1::RETURN_EDITION_FIRST};
  }
  return Towards(due, IsExtendedAt(obligation, /*final=*/false, as_of), v1::RETURN_EDITION_FIRST, as_of);
}

Standing AwaitingFinal(const v1::Obligation& obligation, absl::Time as_of) {
  Standing standing = Towards(DueAt(obligation, /*final=*/true, as_of), IsExtendedAt(obligation, /*final=*/true, as_of),
                              v1::RETURN_EDITION_FINAL, as_of);
  standing.reason = absl::StrCat("预报已报送，终报", standing.reason);
  standing.reason_en = absl::StrCat("provisional figures filed, final figures ", standing.reason_en);
  return standing;
}

Standing SentBack(const v1::Obligation& obligation, const v1::SendBack& send_back, absl::Time as_of) {
  const bool final = FinalOpenAt(obligation, as_of);
  const absl::Time due = std::max(FromTimestamp(send_back.due_time()), DueAt(obligation, final, as_of));
  Standing standing =
      Towards(due, /*extended=*/false, final ? v1::RETURN_EDITION_FINAL : v1::RETURN_EDITION_FIRST, as_of);
  standing.state = v1::OBLIGATION_STATE_SENT_BACK;
  standing.reason = absl::StrCat("已退回，重新报送", standing.reason);
  standing.reason_en = absl::StrCat("sent back, filing again ", standing.reason_en);
  return standing;
}

Standing Met(const v1::Obligation& obligation, const MetTimes& met, absl::Time as_of) {
  const bool asks_final = obligation.has_final_open_time();
  if (asks_final && !met.final && FinalOpenAt(obligation, as_of)) return AwaitingFinal(obligation, as_of);
  const v1::ReturnEdition awaited =
      asks_final && !met.final ? v1::RETURN_EDITION_FINAL : v1::RETURN_EDITION_UNSPECIFIED;
  // Judged by the due instant in force when it was filed.
  const bool late = *met.first >= DueAt(obligation, false, *met.first) ||
                    (met.final && *met.final >= DueAt(obligation, true, *met.final));
  if (late) return {v1::OBLIGATION_STATE_MET_LATE, "已报送（逾期）", "filed late", awaited};
  if (awaited != v1::RETURN_EDITION_UNSPECIFIED) {
    return {v1::OBLIGATION_STATE_MET, "预报已按时报送，终报尚未开放",
            "provisional figures filed in time, filing of the final ones has not opened", awaited};
  }
  const bool by_extension = *met.first >= FromTimestamp(obligation.original_due_time());
  return {v1::OBLIGATION_STATE_MET, by_extension ? "延期后按时报送" : "已按时报送",
          by_extension ? "filed in time after an extension" : "filed in time", awaited};
}

}  // namespace

Standing StandingAt(const v1::Obligation& obligation, absl::Time as_of) {
  if (WaivedAt(obligation, as_of)) {
    return {v1::OBLIGATION_STATE_WAIVED, "已豁免", "waived", v1::RETURN_EDITION_UNSPECIFIED};
  }
  if (const v1::SendBack* open = OpenSendBackAt(obligation, as_of); open != nullptr) {
    return SentBack(obligation, *open, as_of);
  }
  if (const MetTimes met = MetAt(obligation, as_of); met.first) return Met(obligation, met, as_of);
  return NotMet(obligation, as_of);
}

void SetStanding(v1::Obligation& obligation, absl::Time as_of) {
  Standing standing = StandingAt(obligation, as_of);
  obligation.set_state(standing.state);
  obligation.set_state_reason(std::move(standing.reason));
  obligation.set_state_reason_en(std::move(standing.reason_en));
  obligation.set_awaited_edition(standing.awaited);
}

const v1::SendBack* OpenSendBack(const v1::Obligation& obligation) {
  return OpenSendBackAt(obligation, absl::InfiniteFuture());
}

Judgement JudgeFiling(const v1::Obligation& obligation, absl::Time now) {
  const bool final = FinalOpenAt(obligation, now);
  const v1::SendBack* open = OpenSendBack(obligation);
  // What was never filed is late by its first due instant, whatever figures it brings.
  const bool by_final = final && (obligation.has_met_time() || (open != nullptr && open->has_previous_met_time()));
  absl::Time due = FromTimestamp(by_final ? obligation.final_due_time() : obligation.due_time());
  if (open != nullptr) due = std::max(due, FromTimestamp(open->due_time()));
  return {final, due};
}

}  // namespace lianfang::submission
