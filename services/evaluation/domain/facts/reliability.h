// How far the figures of one subject can be relied on at an instant: the rule that every judgement rests on, whether it
// is explained (evidence.h) or only counted (grid_judge.h).
//
//   Holding holding = HoldingOf(filings.Find(subject), Requests(plan, industry, period));
//   Reliability reliability = ReliabilityOf(holding, as_of);                    // kMissing once it is due
//   reliability = After(reliability, StatementOf(figures));
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_RELIABILITY_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_RELIABILITY_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/figures.pb.h"
#include "services/evaluation/domain/facts/filings.h"

namespace lianfang::evaluation {

// In the order in which they decide: a missing figure before a pending one before a provisional one.
enum class Reliability {
  kFinal,          // accepted
  kProvisional,    // not accepted yet, or provisional by nature
  kPending,        // not there, not due; or stated as not applicable, not finally
  kMissing,        // not there, due; or never to come
  kNotApplicable,  // waived, or finally stated as not applicable
};

inline bool IsKnown(Reliability reliability) {
  return reliability == Reliability::kFinal || reliability == Reliability::kProvisional;
}

enum class HoldingKind {
  kNotRequested,  // the plan asks for no such data
  kNotStated,     // the plan does, but no obligation had been stated
  kWaived,        // and nothing is in force: waiving the final figures takes none back
  kNotFiled,
  kSentBack,     // owed again, as if it had not been filed
  kNotSigned,    // filed, not yet signed by the department's convener, as the plan asks
  kNotAccepted,  // filed, not yet reviewed
  kProvisional,  // accepted, and provisional by nature
  kFinal,        // accepted
};

// What there is for a subject, whatever the instant. Whether figures are provisional by nature is said by the revision
// in force: a final one may follow on a provisional obligation.
struct Holding {
  HoldingKind kind = HoldingKind::kNotRequested;
  absl::Time due_time = absl::InfiniteFuture();  // where nothing is in force; InfiniteFuture: not known yet
};

// What a return says at present: its latest revision, or the one that stays in force while a correction of it is not
// signed, and the state of that one.
const submission::v1::ReturnRevision& RevisionInForce(const submission::v1::Return& filed);
submission::v1::ReturnState StateInForce(const submission::v1::Return& filed);

// `requested`: whether the plan asks for the subject's data.
Holding HoldingOf(const Filing& filing, bool requested);

Reliability ReliabilityOf(const Holding& holding, absl::Time as_of);

// What a return says of a figure that is wanted, in the order in which the figures of an indicator decide: what does
// not apply cannot be missing.
enum class Statement { kNumber, kAbsent, kNotApplicable };

// The figure in a revision, or null; and what is said of it.
const type::v1::FigureValue* FindFigure(const submission::v1::ReturnRevision& revision, absl::string_view id);
Statement StatementOf(const type::v1::FigureValue* value);

// The reliability of what is known, its figures considered. What is stated not to apply by a return that is itself only
// provisional may yet be another number.
Reliability After(Reliability reliability, Statement statement);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_RELIABILITY_H_
