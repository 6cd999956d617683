// The dates of an obligation: as they are, and as they stood at an earlier instant.
#ifndef LIANFANG_DEADLINES_INSTANTS_H_
#define LIANFANG_DEADLINES_INSTANTS_H_

#include <array>
#include <optional>

#include "absl/time/time.h"
#include "common/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::deadlines {

// By submission.v1.ObligationInstant; none where the obligation has no such instant.
using Instants = std::array<std::optional<absl::Time>, submission::v1::ObligationInstant_ARRAYSIZE>;

// As the obligation has them now.
Instants InstantsOf(const submission::v1::Obligation& obligation);

// As they stood at `as_of`: what was adjusted later is undone.
Instants InstantsAt(const submission::v1::Obligation& obligation, absl::Time as_of);

// The due instant of the first figures, or of the final ones where `final_figures` and where such are asked for.
absl::Time DueOf(const Instants& instants, bool final_figures);

// The instant where the message has it.
inline std::optional<absl::Time> TimeIf(bool present, const google::protobuf::Timestamp& time) {
  if (!present) return std::nullopt;
  return FromTimestamp(time);
}

}  // namespace lianfang::deadlines

#endif  // LIANFANG_DEADLINES_INSTANTS_H_
