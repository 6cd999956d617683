#include "services/evaluation/domain/facts/evidence.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/time.h"
#include "services/evaluation/domain/plan/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::Return;
using ::lianfang::submission::v1::ReturnRevision;
using ::lianfang::type::v1::FigureValue;
using ::lianfang::type::v1::Indicator;

// Adds what is found to the evidence of one subject.
class Reader {
 public:
  Reader(const Indicator& indicator, const Subject& subject, absl::Time as_of)
      : indicator_(indicator), subject_(subject), as_of_(as_of) {
    evidence_.input.set_region(std::string(subject.region));
    evidence_.input.set_industry(std::string(subject.industry));
    evidence_.input.set_period(std::string(subject.period));
  }

  Evidence Read(const Filing& filing, const Holding& holding) && {
    evidence_.reading.reliability = ReliabilityOf(holding, as_of_);
    if (filing.obligation != nullptr) Note(*filing.obligation);
    if (filing.obligation != nullptr && filing.filed != nullptr) evidence_.input.set_state(StateInForce(*filing.filed));
    SayWhatIsHeld(holding);
    if (IsKnown(evidence_.reading.reliability)) ReadRevision(*filing.obligation, RevisionInForce(*filing.filed));
    return std::move(evidence_);
  }

 private:
  Finding& Find(FindingKind kind) {
    return evidence_.findings.emplace_back(Finding{.kind = kind,
                                                   .period = std::string(subject_.period),
                                                   .region = std::string(subject_.region),
                                                   .industry = std::string(subject_.industry)});
  }

  void Note(const Obligation& obligation) {
    evidence_.input.set_obligation(obligation.name());
    *evidence_.input.mutable_due_time() = obligation.due_time();
    if (obligation.has_final_due_time()) *evidence_.input.mutable_final_due_time() = obligation.final_due_time();
    evidence_.input.set_waived(obligation.has_waive_time());
  }

  void SayWhatIsHeld(const Holding& holding) {
    const bool due = evidence_.reading.reliability == Reliability::kMissing;
    switch (holding.kind) {
      case HoldingKind::kNotRequested:
        Find(FindingKind::kNotRequested);
        break;
      case HoldingKind::kNotStated:
        Find(FindingKind::kNotStated);
        break;
      case HoldingKind::kWaived:
        Find(FindingKind::kWaived);
        break;
      case HoldingKind::kNotFiled:
        Find(due ? FindingKind::kOverdue : FindingKind::kNotDue).due_time = holding.due_time;
        break;
      case HoldingKind::kSentBack:
        SaySentBack(due, holding.due_time);
        break;
      case HoldingKind::kNotSigned:
        Find(FindingKind::kNotSigned);
        break;
      case HoldingKind::kNotAccepted:
        Find(FindingKind::kNotAccepted);
        break;
      case HoldingKind::kProvisional:
      case HoldingKind::kFinal:
        break;
    }
  }

  void SaySentBack(bool due, absl::Time due_time) {
    if (due_time == absl::InfiniteFuture()) {
      Find(FindingKind::kSentBack);
      return;
    }
    *evidence_.input.mutable_resubmission_due_time() = ToTimestamp(due_time);
    Find(due ? FindingKind::kSentBackOverdue : FindingKind::kSentBackNotDue).due_time = due_time;
  }

  void ReadRevision(const Obligation& obligation, const ReturnRevision& revision) {
    v1::ResultInput& input = evidence_.input;
    input.set_revision(revision.name());
    input.set_revision_number(revision.revision());
    input.set_ledger_sequence(revision.ledger_sequence());
    input.set_plan_edition(revision.plan_edition());
    input.set_provisional(revision.provisional());
    input.set_edition(obligation.has_final_open_time() && !revision.provisional()
                          ? submission::v1::RETURN_EDITION_FINAL
                          : submission::v1::RETURN_EDITION_FIRST);
    if (revision.provisional()) SayProvisional(obligation);
    const Sums sums = {.numerator = Sum(revision, indicator_.numerator()),
                       .denominator = Sum(revision, indicator_.denominator())};
    evidence_.reading.reliability = After(evidence_.reading.reliability, statement_);
    if (IsKnown(evidence_.reading.reliability)) evidence_.reading.sums = sums;
  }

  void SayProvisional(const Obligation& obligation) {
    if (!obligation.has_final_due_time() || obligation.has_waive_time()) {
      Find(obligation.has_waive_time() ? FindingKind::kFinalWaived : FindingKind::kProvisionalByNature);
      return;
    }
    const absl::Time due_time = FromTimestamp(obligation.final_due_time());
    Find(as_of_ < due_time ? FindingKind::kFinalNotDue : FindingKind::kFinalOverdue).due_time = due_time;
  }

  Int128 Sum(const ReturnRevision& revision, const google::protobuf::RepeatedPtrField<std::string>& figures) {
    Int128 sum = 0;
    for (const std::string& id : figures) {
      const FigureValue* value = FindFigure(revision, id);
      const Statement statement = StatementOf(value);
      statement_ = std::max(statement_, statement);
      if (statement == Statement::kAbsent) {
        Find(FindingKind::kFigureAbsent).figure = id;
        continue;
      }
      Show(*value);
      if (statement == Statement::kNumber) {
        sum += value->number();
      } else {
        FigureNotApplicable(*value);
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

  void FigureNotApplicable(const FigureValue& value) {
    Finding& finding = Find(FindingKind::kFigureNotApplicable);
    finding.figure = value.figure();
    finding.words = value.not_applicable().reason();
  }

  const Indicator& indicator_;
  const Subject& subject_;
  const absl::Time as_of_;
  Statement statement_ = Statement::kNumber;  // of the figures read so far
  Evidence evidence_;
};

}  // namespace

Evidence ReadEvidence(const type::v1::Plan& plan, const Indicator& indicator, const Filings& filings,
                      const Subject& subject, absl::Time as_of) {
  const Filing filing = filings.Find(subject);
  return Reader(indicator, subject, as_of)
      .Read(filing, HoldingOf(filing, Requests(plan, subject.industry, subject.period)));
}

}  // namespace lianfang::evaluation
