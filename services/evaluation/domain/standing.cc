#include "services/evaluation/domain/standing.h"

#include "common/time.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Return;

HoldingKind KindOf(const Return* filed) {
  if (filed == nullptr) return HoldingKind::kNotFiled;
  switch (filed->state()) {
    case submission::v1::RETURN_STATE_SUBMITTED:
      return HoldingKind::kNotAccepted;
    case submission::v1::RETURN_STATE_ACCEPTED:
      return filed->latest().provisional() ? HoldingKind::kProvisional : HoldingKind::kFinal;
    default:
      return HoldingKind::kSentBack;
  }
}

}  // namespace

Holding HoldingOf(const Filing& filing, bool requested) {
  if (filing.obligation == nullptr) return {requested ? HoldingKind::kNotStated : HoldingKind::kNotRequested};
  if (filing.obligation->has_waive_time()) return {HoldingKind::kWaived};
  return {KindOf(filing.filed.get()), FromTimestamp(filing.obligation->due_time())};
}

Standing StandingOf(const Holding& holding, absl::Time as_of) {
  switch (holding.kind) {
    case HoldingKind::kNotRequested:
      return Standing::kMissing;
    case HoldingKind::kNotStated:
      return Standing::kPending;
    case HoldingKind::kWaived:
      return Standing::kNotApplicable;
    case HoldingKind::kNotFiled:
    case HoldingKind::kSentBack:
      return as_of >= holding.due_time ? Standing::kMissing : Standing::kPending;
    case HoldingKind::kNotAccepted:
    case HoldingKind::kProvisional:
      return Standing::kProvisional;
    case HoldingKind::kFinal:
      return Standing::kFinal;
  }
  return Standing::kMissing;
}

const type::v1::FigureValue* FindFigure(const submission::v1::ReturnRevision& revision, absl::string_view id) {
  for (const type::v1::FigureValue& value : revision.figures()) {
    if (value.figure() == id) return &value;
  }
  return nullptr;
}

Statement StatementOf(const type::v1::FigureValue* value) {
  if (value == nullptr || value->value_case() == type::v1::FigureValue::VALUE_NOT_SET) return Statement::kAbsent;
  return value->has_not_applicable() ? Statement::kNotApplicable : Statement::kNumber;
}

Standing After(Standing standing, Statement statement) {
  if (standing == Standing::kNotApplicable || statement == Statement::kNotApplicable) return Standing::kNotApplicable;
  return statement == Statement::kAbsent ? Standing::kMissing : standing;
}

}  // namespace lianfang::evaluation
