#include "services/evaluation/domain/evidence.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/time.h"
#include "services/evaluation/domain/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::Return;
using ::lianfang::type::v1::FigureValue;
using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Plan;

// Adds what is found to the evidence of one subject.
class Reader {
 public:
  Reader(const Plan& plan, const Indicator& indicator, const Subject& subject)
      : plan_(plan), indicator_(indicator), subject_(subject) {
    evidence_.input.set_region(std::string(subject.region));
    evidence_.input.set_industry(std::string(subject.industry));
    evidence_.input.set_period(std::string(subject.period));
  }

  Evidence Read(const Filing& filing, absl::Time as_of) && {
    if (filing.obligation == nullptr) {
      NotStated();
    } else {
      Note(*filing.obligation);
      if (filing.filed != nullptr) evidence_.input.set_state(filing.filed->state());
      if (filing.obligation->has_waive_time()) {
        Conclude(Standing::kNotApplicable, FindingKind::kWaived);
      } else if (InForce(filing.filed)) {
        ReadRevision(*filing.filed, filing.obligation->provisional());
      } else {
        NotThere(FromTimestamp(filing.obligation->due_time()), filing.filed != nullptr, as_of);
      }
    }
    return std::move(evidence_);
  }

 private:
  // A return sent back is owed again, as if it had not been filed.
  static bool InForce(const Return* filed) {
    return filed != nullptr && (filed->state() == submission::v1::RETURN_STATE_SUBMITTED ||
                                filed->state() == submission::v1::RETURN_STATE_ACCEPTED);
  }

  Finding& Find(FindingKind kind) {
    return evidence_.findings.emplace_back(
        Finding{.kind = kind, .period = std::string(subject_.period), .region = std::string(subject_.region)});
  }

  Finding& Conclude(Standing standing, FindingKind kind) {
    evidence_.standing = standing;
    return Find(kind);
  }

  void Note(const Obligation& obligation) {
    evidence_.input.set_obligation(obligation.name());
    *evidence_.input.mutable_due_time() = obligation.due_time();
    evidence_.input.set_waived(obligation.has_waive_time());
  }

  void NotStated() {
    if (Requests(plan_, subject_.industry, subject_.period)) {
      Conclude(Standing::kPending, FindingKind::kNotStated);
    } else {
      Conclude(Standing::kMissing, FindingKind::kNotRequested);
    }
  }

  void NotThere(absl::Time due_time, bool sent_back, absl::Time as_of) {
    const bool due = as_of >= due_time;
    const FindingKind kind = sent_back ? (due ? FindingKind::kSentBackOverdue : FindingKind::kSentBackNotDue)
                                       : (due ? FindingKind::kOverdue : FindingKind::kNotDue);
    Conclude(due ? Standing::kMissing : Standing::kPending, kind).due_time = due_time;
  }

  void ReadRevision(const Return& filed, bool provisional_request) {
    const submission::v1::ReturnRevision& revision = filed.latest();
    evidence_.input.set_revision(revision.name());
    evidence_.input.set_revision_number(revision.revision());
    evidence_.input.set_ledger_sequence(revision.ledger_sequence());
    evidence_.input.set_provisional(provisional_request || revision.provisional());
    evidence_.standing = Standing::kFinal;
    if (filed.state() != submission::v1::RETURN_STATE_ACCEPTED) {
      Conclude(Standing::kProvisional, FindingKind::kNotAccepted);
    }
    if (evidence_.input.provisional()) Conclude(Standing::kProvisional, FindingKind::kProvisionalByNature);
    const Sums sums = {.numerator = Sum(revision, indicator_.numerator()),
                       .denominator = Sum(revision, indicator_.denominator())};
    if (evidence_.standing == Standing::kFinal || evidence_.standing == Standing::kProvisional) evidence_.sums = sums;
  }

  Int128 Sum(const submission::v1::ReturnRevision& revision,
             const google::protobuf::RepeatedPtrField<std::string>& figures) {
    Int128 sum = 0;
    for (const std::string& id : figures) {
      const auto value =
          absl::c_find_if(revision.figures(), [&id](const auto& figure) { return figure.figure() == id; });
      if (value == revision.figures().end() || value->value_case() == FigureValue::VALUE_NOT_SET) {
        FigureAbsent(id);
        continue;
      }
      Show(*value);
      if (value->has_not_applicable()) {
        FigureNotApplicable(*value);
      } else {
        sum += value->number();
      }
    }
    return sum;
  }

  // A figure may stand above and below the line; it is shown once.
  void Show(const FigureValue& value) {
    const bool shown = absl::c_any_of(evidence_.input.figures(),
                                      [&value](const auto& figure) { return figure.figure() == value.figure(); });
    if (!shown) *evidence_.input.add_figures() = value;
  }

  void FigureAbsent(const std::string& id) {
    // What does not apply cannot be missing.
    const bool decided = evidence_.standing == Standing::kNotApplicable;
    Conclude(decided ? Standing::kNotApplicable : Standing::kMissing, FindingKind::kFigureAbsent).figure = id;
  }

  void FigureNotApplicable(const FigureValue& value) {
    Finding& finding = Conclude(Standing::kNotApplicable, FindingKind::kFigureNotApplicable);
    finding.figure = value.figure();
    finding.words = value.not_applicable().reason();
  }

  const Plan& plan_;
  const Indicator& indicator_;
  const Subject& subject_;
  Evidence evidence_;
};

}  // namespace

Evidence ReadEvidence(const Plan& plan, const Indicator& indicator, const Filings& filings, const Subject& subject,
                      absl::Time as_of) {
  return Reader(plan, indicator, subject).Read(filings.Find(subject), as_of);
}

}  // namespace lianfang::evaluation
