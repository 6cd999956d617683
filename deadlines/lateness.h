// What was filed of an obligation, edition by edition, and whether in time (the rule is in deadline.h).
//
//   for (const FiledEdition& each : EditionsAt(obligation, as_of)) {
//     if (each.punctuality == Punctuality::kLate) ...     // filed at *each.met, was due before each.due
//   }
#ifndef LIANFANG_DEADLINES_LATENESS_H_
#define LIANFANG_DEADLINES_LATENESS_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"

namespace lianfang::deadlines {

enum class Punctuality {
  kNotOwed,  // not yet due; or final figures while the first ones are not in
  kInTime,
  kLate,
  kOverdue,  // nothing is in force, and it is due
  kWaived,   // and nothing had been filed
};

// The first figures or the final ones of an obligation, at an instant.
struct FiledEdition {
  bool final_figures = false;
  Punctuality punctuality = Punctuality::kNotOwed;
  absl::Time due = absl::InfiniteFuture();       // that it is judged by
  std::optional<absl::Time> met = std::nullopt;  // when it was filed, also where it is sent back now
  bool by_extension = false;                     // in time only because its due instant was moved
  bool sent_back = false;  // waits to be filed again; kNotOwed, kInTime and kLate say how it had been filed
};

// The first figures; and the final ones where such are asked for at `as_of`, or had been filed by then. Facts later
// than `as_of` are not seen.
std::vector<FiledEdition> EditionsAt(const submission::v1::Obligation& obligation, absl::Time as_of);

// The instant at which what arrived at `arrival` is filed: that one; but not before the send-back that it answers, and
// not before the filing that it replaces was taken back.
absl::Time FilingTime(const submission::v1::Obligation& obligation, absl::Time arrival);

// When a revision was filed: when it arrived, or, where an earlier version filed it, when it was committed.
const google::protobuf::Timestamp& FiledTimeOf(const submission::v1::ReturnRevision& revision);

// What a filing is judged by.
struct Judgement {
  bool final;      // it carries the final figures
  absl::Time due;  // late from this instant on
};

// How a filing at `filed` (FilingTime) is judged: by the dates of then, although some were adjusted before it is decided.
Judgement JudgeFiling(const submission::v1::Obligation& obligation, absl::Time filed);

}  // namespace lianfang::deadlines

#endif  // LIANFANG_DEADLINES_LATENESS_H_
