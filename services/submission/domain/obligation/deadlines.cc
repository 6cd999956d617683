#include "services/submission/domain/obligation/deadlines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/submission/domain/obligation/instants.h"

namespace lianfang::submission {
namespace {

using google::protobuf::Timestamp;

constexpr absl::Duration kDueSoon = absl::Hours(24 * 7);

// Whole days between two instants, started days counted whole.
int64_t DaysBetween(absl::Time from, absl::Time to) {
  return absl::ToInt64Hours(absl::Ceil(to - from, absl::Hours(24))) / 24;
}

std::string Days(int64_t count) { return absl::StrCat(count, count == 1 ? " day" : " days"); }

// Whether the office had moved this edition's due instant by `as_of`.
bool IsExtendedAt(const v1::Obligation& obligation, const Instants& instants, bool final, absl::Time as_of) {
  if (!final) return FromTimestamp(obligation.original_due_time()) < DueOf(instants, final);
  return std::any_of(obligation.adjustments().begin(), obligation.adjustments().end(), [&](const auto& adjustment) {
    return adjustment.kind() == v1::ADJUSTMENT_KIND_EXTENSION && adjustment.edition() == v1::RETURN_EDITION_FINAL &&
           FromTimestamp(adjustment.adjust_time()) <= as_of;
  });
}

// The due instant of the final figures as it was first stated: that of the first record which moved it, or the one in
// force.
absl::Time OriginalFinalDue(const v1::Obligation& obligation) {
  for (const v1::ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (adjustment.edition() == v1::RETURN_EDITION_FINAL) return FromTimestamp(adjustment.previous_due_time());
    for (const v1::InstantChange& change : adjustment.instants()) {
      if (change.instant() == v1::OBLIGATION_INSTANT_FINAL_DUE && change.has_previous_time()) {
        return FromTimestamp(change.previous_time());
      }
    }
  }
  return FromTimestamp(obligation.final_due_time());
}

// Waived by hand, or no longer stated by the edition of the plan that was in force. An amendment without a due instant
// dropped it, the next one that states it took it up again. By the first rules (projection.h) a waiver by hand was
// taken back, too: by the second edition after it that moved a date.
bool WaivedAt(const v1::Obligation& obligation, absl::Time as_of) {
  if (obligation.has_waive_time() && FromTimestamp(obligation.waive_time()) <= as_of) return true;
  bool waived = false;
  const v1::ObligationAdjustment* last = nullptr;
  for (const v1::ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (FromTimestamp(adjustment.adjust_time()) > as_of) break;
    const bool amends = adjustment.kind() == v1::ADJUSTMENT_KIND_AMENDMENT;
    if (adjustment.kind() == v1::ADJUSTMENT_KIND_WAIVER || (amends && !adjustment.has_due_time())) {
      waived = true;
    } else if (amends && last != nullptr && last->kind() == v1::ADJUSTMENT_KIND_AMENDMENT &&
               (!last->has_due_time() ||
                FromTimestamp(last->adjust_time()) < FromTimestamp(adjustment.adjust_time()))) {
      waived = false;
    }
    last = &adjustment;
  }
  return waived;
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

bool FinalOpen(const Instants& instants, absl::Time as_of) {
  const auto& opens = instants[v1::OBLIGATION_INSTANT_FINAL_OPEN];
  return opens && as_of >= *opens;
}

// Whether final figures were sent back: the provisional ones do not get the time of these.
bool IsOfFinal(const v1::SendBack& send_back, const Instants& instants) {
  return instants[v1::OBLIGATION_INSTANT_FINAL_OPEN] && send_back.has_previous_final_met_time();
}

// By when what was sent back is owed again.
absl::Time DueAgain(const v1::SendBack& send_back, const Instants& instants) {
  return std::max(FromTimestamp(send_back.due_time()), DueOf(instants, IsOfFinal(send_back, instants)));
}

// What is said of a due instant that is still ahead, or past.
Standing Towards(absl::Time due, bool extended, v1::ReturnEdition awaited, absl::Time as_of) {
  if (as_of >= due) {
    const int64_t days = DaysBetween(due, as_of);
    return {v1::OBLIGATION_STATE_OVERDUE, absl::StrCat("已逾期 ", days, " 天"), absl::StrCat("overdue by ", Days(days)),
            awaited, due};
  }
  const int64_t days = DaysBetween(as_of, due);
  const std::string left = absl::StrCat("距截止还有 ", days, " 天");
  const std::string left_en = absl::StrCat("due in ", Days(days));
  if (extended) {
    return {v1::OBLIGATION_STATE_EXTENDED, absl::StrCat("已延期，", left), absl::StrCat("extended, ", left_en), awaited,
            due};
  }
  return {due - as_of <= kDueSoon ? v1::OBLIGATION_STATE_DUE_SOON : v1::OBLIGATION_STATE_OPEN, left, left_en, awaited,
          due};
}

Standing NotMet(const v1::Obligation& obligation, const Instants& instants, absl::Time as_of) {
  const absl::Time due = DueOf(instants, /*final=*/false);
  const auto& lock = instants[v1::OBLIGATION_INSTANT_LOCK];
  if (lock && as_of >= *lock) {
    return {v1::OBLIGATION_STATE_LOCKED, "报送已截止，未报送", "filing has closed, nothing was filed",
            v1::RETURN_EDITION_FIRST, due};
  }
  const auto& opens = instants[v1::OBLIGATION_INSTANT_OPEN];
  if (as_of < due && opens && as_of < *opens) {
    return {v1::OBLIGATION_STATE_NOT_OPEN, "尚未开放报送", "filing has not opened", v1::RETURN_EDITION_FIRST, due};
  }
  return Towards(due, IsExtendedAt(obligation, instants, /*final=*/false, as_of), v1::RETURN_EDITION_FIRST, as_of);
}

Standing AwaitingFinal(const v1::Obligation& obligation, const Instants& instants, absl::Time as_of) {
  Standing standing =
      Towards(DueOf(instants, /*final=*/true), IsExtendedAt(obligation, instants, /*final=*/true, as_of),
              v1::RETURN_EDITION_FINAL, as_of);
  standing.reason = absl::StrCat("预报已报送，终报", standing.reason);
  standing.reason_en = absl::StrCat("provisional figures filed, final figures ", standing.reason_en);
  return standing;
}

Standing SentBack(const v1::SendBack& send_back, const Instants& instants, absl::Time as_of) {
  const bool final = IsOfFinal(send_back, instants);
  Standing standing = Towards(DueAgain(send_back, instants), /*extended=*/false,
                              final ? v1::RETURN_EDITION_FINAL : v1::RETURN_EDITION_FIRST, as_of);
  standing.state = v1::OBLIGATION_STATE_SENT_BACK;
  standing.reason = absl::StrCat("已退回，重新报送", standing.reason);
  standing.reason_en = absl::StrCat("sent back, filing again ", standing.reason_en);
  return standing;
}

// Whether one of the filings missed the due instant in force when it was filed.
bool WasLate(const v1::Obligation& obligation, const MetTimes& met) {
  const auto late = [&](absl::Time time, bool final) { return time >= DueOf(InstantsAt(obligation, time), final); };
  return late(*met.first, /*final=*/false) || (met.final && late(*met.final, /*final=*/true));
}

// Whether one of them was in time only because its due instant was moved.
bool MissedOriginal(const v1::Obligation& obligation, const MetTimes& met) {
  return *met.first >= FromTimestamp(obligation.original_due_time()) ||
         (met.final && *met.final >= OriginalFinalDue(obligation));
}

Standing Met(const v1::Obligation& obligation, const Instants& instants, const MetTimes& met, absl::Time as_of) {
  const bool awaits_final = instants[v1::OBLIGATION_INSTANT_FINAL_OPEN] && !met.final;
  if (awaits_final && FinalOpen(instants, as_of)) return AwaitingFinal(obligation, instants, as_of);
  const auto awaited = awaits_final ? v1::RETURN_EDITION_FINAL : v1::RETURN_EDITION_UNSPECIFIED;
  const absl::Time due = awaits_final ? DueOf(instants, /*final=*/true) : absl::InfiniteFuture();
  if (WasLate(obligation, met)) return {v1::OBLIGATION_STATE_MET_LATE, "已报送（逾期）", "filed late", awaited, due};
  const bool by_extension = MissedOriginal(obligation, met);
  if (awaits_final) {
    return {v1::OBLIGATION_STATE_MET,
            absl::StrCat(by_extension ? "预报延期后按时报送" : "预报已按时报送", "，终报尚未开放"),
            absl::StrCat("provisional figures filed in time", by_extension ? " after an extension" : "",
                         ", filing of the final ones has not opened"),
            awaited, due};
  }
  return {v1::OBLIGATION_STATE_MET, by_extension ? "延期后按时报送" : "已按时报送",
          by_extension ? "filed in time after an extension" : "filed in time", awaited, due};
}

}  // namespace

Standing StandingAt(const v1::Obligation& obligation, absl::Time as_of) {
  if (WaivedAt(obligation, as_of)) {
    return {v1::OBLIGATION_STATE_WAIVED, "已豁免", "waived", v1::RETURN_EDITION_UNSPECIFIED, absl::InfiniteFuture()};
  }
  const Instants instants = InstantsAt(obligation, as_of);
  if (const v1::SendBack* open = OpenSendBackAt(obligation, as_of); open != nullptr) {
    return SentBack(*open, instants, as_of);
  }
  if (const MetTimes met = MetAt(obligation, as_of); met.first) return Met(obligation, instants, met, as_of);
  return NotMet(obligation, instants, as_of);
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
  const Instants instants = InstantsOf(obligation);
  const bool final = FinalOpen(instants, now);
  if (const v1::SendBack* open = OpenSendBack(obligation); open != nullptr) return {final, DueAgain(*open, instants)};
  // What was never filed is late by its first due instant, whatever figures it brings.
  return {final, DueOf(instants, final && obligation.has_met_time())};
}

}  // namespace lianfang::submission
