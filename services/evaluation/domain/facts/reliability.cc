#include "services/evaluation/domain/facts/reliability.h"

#include "absl/algorithm/container.h"
#include "common/time.h"
#include "deadlines/deadline.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Return;
using ::lianfang::submission::v1::SendBack;

HoldingKind KindOf(const Return* filed) {
  if (filed == nullptr) return HoldingKind::kNotFiled;
  switch (StateInForce(*filed)) {
    case submission::v1::RETURN_STATE_AWAITING_SIGN_OFF:
      return HoldingKind::kNotSigned;
    case submission::v1::RETURN_STATE_SUBMITTED:
      return HoldingKind::kNotAccepted;
    case submission::v1::RETURN_STATE_ACCEPTED:
      return RevisionInForce(*filed).provisional() ? HoldingKind::kProvisional : HoldingKind::kFinal;
    case submission::v1::RETURN_STATE_NOT_SIGNED:
    case submission::v1::RETURN_STATE_WITHDRAWN:
      return HoldingKind::kNotFiled;
    default:
      return HoldingKind::kSentBack;
  }
}

}  // namespace

const submission::v1::ReturnRevision& RevisionInForce(const Return& filed) {
  return filed.has_in_force() ? filed.in_force() : filed.latest();
}

submission::v1::ReturnState StateInForce(const Return& filed) {
  if (!filed.has_in_force()) return filed.state();
  return filed.in_force().revision() == filed.accepted_revision() ? submission::v1::RETURN_STATE_ACCEPTED
                                                                  : submission::v1::RETURN_STATE_SUBMITTED;
}

Holding HoldingOf(const Filing& filing, bool requested) {
  if (filing.obligation == nullptr) return {requested ? HoldingKind::kNotStated : HoldingKind::kNotRequested};
  const HoldingKind kind = KindOf(filing.filed.get());
  if (kind != HoldingKind::kNotFiled && kind != HoldingKind::kSentBack) return {kind};
  if (filing.obligation->has_waive_time()) return {HoldingKind::kWaived};
  if (kind == HoldingKind::kNotFiled) {
    // What is taken back may have answered a send-back, which waits again.
    const SendBack* open = deadlines::OpenSendBack(*filing.obligation);
    return {kind, open == nullptr ? FromTimestamp(filing.obligation->due_time())
                                  : deadlines::DueAgain(*filing.obligation, *open)};
  }
  // The send-back of the return and that of its obligation come by two streams: one may not be known yet.
  const auto& send_backs = filing.obligation->send_backs();
  const auto send_back = absl::c_find_if(
      send_backs, [&](const SendBack& each) { return each.revision() == filing.filed->latest().revision(); });
  if (send_back == send_backs.end()) return {kind};
  return {kind, deadlines::DueAgain(*filing.obligation, *send_back)};
}

Reliability ReliabilityOf(const Holding& holding, absl::Time as_of) {
  switch (holding.kind) {
    case HoldingKind::kNotRequested:
      return Reliability::kMissing;
    case HoldingKind::kNotStated:
      return Reliability::kPending;
    case HoldingKind::kWaived:
      return Reliability::kNotApplicable;
    case HoldingKind::kNotFiled:
    case HoldingKind::kSentBack:
      return as_of >= holding.due_time ? Reliability::kMissing : Reliability::kPending;
    case HoldingKind::kNotSigned:
    case HoldingKind::kNotAccepted:
    case HoldingKind::kProvisional:
      return Reliability::kProvisional;
    case HoldingKind::kFinal:
      return Reliability::kFinal;
  }
  return Reliability::kMissing;
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

Reliability After(Reliability reliability, Statement statement) {
  switch (statement) {
    case Statement::kNumber:
      return reliability;
    case Statement::kAbsent:
      return Reliability::kMissing;
    case Statement::kNotApplicable:
      return reliability == Reliability::kFinal ? Reliability::kNotApplicable : Reliability::kPending;
  }
  return reliability;
}

}  // namespace lianfang::evaluation
