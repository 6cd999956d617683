#include "deadlines/standing.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "deadlines/deadline.h"
#include "deadlines/instants.h"
#include "deadlines/lateness.h"

namespace lianfang::deadlines {
namespace {

using submission::v1::Obligation;
using submission::v1::ReturnEdition;

constexpr absl::Duration kDueSoon = absl::Hours(24 * 7);

// Whole days between two instants, started days counted whole.
int64_t DaysBetween(absl::Time from, absl::Time to) {
  return absl::ToInt64Hours(absl::Ceil(to - from, absl::Hours(24))) / 24;
}

std::string Days(int64_t count) { return absl::StrCat(count, count == 1 ? " day" : " days"); }

// Whether the office had moved this edition's due instant by `as_of`.
bool IsExtendedAt(const Obligation& obligation, const Instants& instants, bool final_figures, absl::Time as_of) {
  if (!final_figures) return FromTimestamp(obligation.original_due_time()) < DueOf(instants, final_figures);
  return std::any_of(obligation.adjustments().begin(), obligation.adjustments().end(), [&](const auto& adjustment) {
    return adjustment.kind() == submission::v1::ADJUSTMENT_KIND_EXTENSION &&
           adjustment.edition() == submission::v1::RETURN_EDITION_FINAL &&
           FromTimestamp(adjustment.adjust_time()) <= as_of;
  });
}

ReturnEdition EditionOf(const Deadline& deadline) {
  return deadline.final_figures ? submission::v1::RETURN_EDITION_FINAL : submission::v1::RETURN_EDITION_FIRST;
}

// What is said of a due instant that is still ahead, or past.
Standing Towards(const Deadline& deadline, bool extended, absl::Time as_of) {
  const ReturnEdition awaited = EditionOf(deadline);
  const absl::Time due = deadline.due;
  if (as_of >= due) {
    const int64_t days = DaysBetween(due, as_of);
    return {submission::v1::OBLIGATION_STATE_OVERDUE, absl::StrCat("已逾期 ", days, " 天"),
            absl::StrCat("overdue by ", Days(days)), awaited, due};
  }
  const int64_t days = DaysBetween(as_of, due);
  const std::string left = absl::StrCat("距截止还有 ", days, " 天");
  const std::string left_en = absl::StrCat("due in ", Days(days));
  if (extended) {
    return {submission::v1::OBLIGATION_STATE_EXTENDED, absl::StrCat("已延期，", left),
            absl::StrCat("extended, ", left_en), awaited, due};
  }
  return {due - as_of <= kDueSoon ? submission::v1::OBLIGATION_STATE_DUE_SOON : submission::v1::OBLIGATION_STATE_OPEN,
          left, left_en, awaited, due};
}

Standing NotMet(const Obligation& obligation, const Instants& instants, const Deadline& deadline, absl::Time as_of) {
  const auto& lock = instants[submission::v1::OBLIGATION_INSTANT_LOCK];
  if (lock && as_of >= *lock) {
    return {submission::v1::OBLIGATION_STATE_LOCKED, "报送已截止，未报送", "filing has closed, nothing was filed",
            submission::v1::RETURN_EDITION_FIRST, deadline.due};
  }
  if (as_of < deadline.due && as_of < deadline.opening) {
    return {submission::v1::OBLIGATION_STATE_NOT_OPEN, "尚未开放报送", "filing has not opened",
            submission::v1::RETURN_EDITION_FIRST, deadline.due};
  }
  return Towards(deadline, IsExtendedAt(obligation, instants, /*final_figures=*/false, as_of), as_of);
}

Standing AwaitingFinal(const Obligation& obligation, const Instants& instants, const Deadline& deadline,
                       absl::Time as_of) {
  Standing standing = Towards(deadline, IsExtendedAt(obligation, instants, /*final_figures=*/true, as_of), as_of);
  standing.reason = absl::StrCat("预报已报送，终报", standing.reason);
  standing.reason_en = absl::StrCat("provisional figures filed, final figures ", standing.reason_en);
  return standing;
}

Standing SentBack(const Deadline& deadline, absl::Time as_of) {
  Standing standing = Towards(deadline, /*extended=*/false, as_of);
  standing.state = submission::v1::OBLIGATION_STATE_SENT_BACK;
  standing.reason = absl::StrCat("已退回，重新报送", standing.reason);
  standing.reason_en = absl::StrCat("sent back, filing again ", standing.reason_en);
  return standing;
}

// Everything that can be filed is, and nothing is sent back; the final figures may follow.
Standing Met(const Obligation& obligation, const Instants& instants, absl::Time as_of) {
  bool late = false, by_extension = false, awaits_final = false;
  for (const FiledEdition& edition : EditionsAt(obligation, as_of)) {
    late = late || edition.punctuality == Punctuality::kLate;
    by_extension = by_extension || edition.by_extension;
    awaits_final = awaits_final || !edition.met;
  }
  const auto awaited = awaits_final ? submission::v1::RETURN_EDITION_FINAL : submission::v1::RETURN_EDITION_UNSPECIFIED;
  const absl::Time due = awaits_final ? DueOf(instants, /*final_figures=*/true) : absl::InfiniteFuture();
  if (late) return {submission::v1::OBLIGATION_STATE_MET_LATE, "已报送（逾期）", "filed late", awaited, due};
  if (awaits_final) {
    return {submission::v1::OBLIGATION_STATE_MET,
            absl::StrCat(by_extension ? "预报延期后按时报送" : "预报已按时报送", "，终报尚未开放"),
            absl::StrCat("provisional figures filed in time", by_extension ? " after an extension" : "",
                         ", filing of the final ones has not opened"),
            awaited, due};
  }
  return {submission::v1::OBLIGATION_STATE_MET, by_extension ? "延期后按时报送" : "已按时报送",
          by_extension ? "filed in time after an extension" : "filed in time", awaited, due};
}

}  // namespace

Standing StandingAt(const Obligation& obligation, absl::Time as_of) {
  if (WaivedAt(obligation, as_of)) {
    return {submission::v1::OBLIGATION_STATE_WAIVED, "已豁免", "waived", submission::v1::RETURN_EDITION_UNSPECIFIED,
            absl::InfiniteFuture()};
  }
  const Instants instants = InstantsAt(obligation, as_of);
  const std::optional<Deadline> deadline = AwaitedAt(obligation, instants, as_of);
  if (!deadline) return Met(obligation, instants, as_of);
  if (deadline->sent_back) return SentBack(*deadline, as_of);
  if (deadline->final_figures) return AwaitingFinal(obligation, instants, *deadline, as_of);
  return NotMet(obligation, instants, *deadline, as_of);
}

}  // namespace lianfang::deadlines
