#include "services/submission/domain/ledger/projection.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/time.h"
#include "services/submission/domain/obligation/amendment_rules.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/evidence_rules.h"
#include "services/submission/domain/return/revisions.h"

namespace lianfang::submission {
namespace {

// A filing answers the send-back that was open, if any: in time, the obligation keeps the time at which it was met
// before; late, it has the time of the new filing. Otherwise the first filing counts, and corrections move nothing.
void Meet(v1::Obligation& obligation, const v1::ReturnRevision& revision, absl::Time filed) {
  const bool has_final = obligation.has_final_open_time() && !revision.provisional();
  const v1::SendBack* open = OpenSendBack(obligation);
  const bool in_time = open != nullptr && !revision.late();
  const v1::SendBack& before = in_time ? *open : v1::SendBack::default_instance();
  if (!obligation.has_met_time()) {
    *obligation.mutable_met_time() = before.has_previous_met_time() ? before.previous_met_time() : ToTimestamp(filed);
  }
  if (has_final && !obligation.has_final_met_time()) {
    *obligation.mutable_final_met_time() =
        before.has_previous_final_met_time() ? before.previous_final_met_time() : ToTimestamp(filed);
  }
  if (open == nullptr) return;
  *obligation.mutable_send_backs()->rbegin()->mutable_answer_time() = ToTimestamp(filed);
  obligation.clear_sent_back_time();
}

// Sent back, nothing is met until it is filed again.
void SendBack(v1::Obligation& obligation, int revision, absl::Time now, absl::TimeZone zone) {
  v1::SendBack& send_back = *obligation.add_send_backs();
  send_back.set_revision(revision);
  *send_back.mutable_send_back_time() = ToTimestamp(now);
  const absl::CivilDay last_day = absl::ToCivilDay(now, zone) + obligation.resubmission_days();
  *send_back.mutable_due_time() = ToTimestamp(absl::FromCivil(last_day + 1, zone));
  if (obligation.has_met_time()) *send_back.mutable_previous_met_time() = obligation.met_time();
  if (obligation.has_final_met_time()) *send_back.mutable_previous_final_met_time() = obligation.final_met_time();
  obligation.clear_met_time();
  obligation.clear_final_met_time();
  *obligation.mutable_sent_back_time() = ToTimestamp(now);
}

// The latest filing is taken back: what it had met is owed again, as if it had not been made. `in_force` is the revision
// that stays, or null.
void TakeBack(v1::Obligation& obligation, const v1::ReturnRevision* in_force, int revision, absl::Time now) {
  const bool took_final = in_force != nullptr && in_force->provisional() && obligation.has_final_met_time();
  if (in_force != nullptr && !took_final) return;
  v1::TakenBack& taken_back = *obligation.add_taken_back();
  taken_back.set_revision(revision);
  *taken_back.mutable_take_back_time() = ToTimestamp(now);
  if (obligation.has_met_time()) *taken_back.mutable_previous_met_time() = obligation.met_time();
  if (obligation.has_final_met_time()) *taken_back.mutable_previous_final_met_time() = obligation.final_met_time();
  obligation.clear_final_met_time();
  if (in_force != nullptr) return;
  obligation.clear_met_time();
  if (obligation.send_backs().empty()) return;
  // Nothing is in force, so nothing was accepted since the last send-back: what is taken back had answered it.
  v1::SendBack& send_back = *obligation.mutable_send_backs()->rbegin();
  *taken_back.mutable_previous_answer_time() = send_back.answer_time();
  send_back.clear_answer_time();
  *obligation.mutable_sent_back_time() = send_back.send_back_time();
}

// What stays in force while the latest revision waits for its signature.
void KeepInForce(v1::Return& filed) {
  const bool in_force = filed.state() == v1::RETURN_STATE_SUBMITTED || filed.state() == v1::RETURN_STATE_ACCEPTED;
  if (in_force) *filed.mutable_in_force() = filed.latest();
}

// The obligation, owed again by what the entry tells, unless the plan has dropped it meanwhile.
void OweAgain(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now, v1::Obligation& obligation) {
  if (entry.rules() < kUnstated) return;
  WaiveUnlessStated({input.plan, input.plan.amendment_reason(), entry.actor(), now}, obligation);
}

Projection AfterFiling(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  v1::Return filed;
  if (input.filed != nullptr) filed = *input.filed;
  v1::Obligation obligation = *input.obligation;
  const std::string before = obligation.SerializeAsString();
  const ChildName name = *ParseObligationName("obligation", obligation.name());
  filed.set_name(ReturnName(name.plan, name.id));
  filed.set_obligation(obligation.name());
  const bool needs_sign_off = entry.return_filed().revision().needs_sign_off();
  if (needs_sign_off) {
    KeepInForce(filed);
  } else if (entry.rules() >= kArrivals) {
    filed.clear_in_force();  // versions before did not know it: what they filed left it as it was
  }
  filed.set_state(needs_sign_off ? v1::RETURN_STATE_AWAITING_SIGN_OFF : v1::RETURN_STATE_SUBMITTED);
  *filed.mutable_latest() = RevisionOf(entry);
  if (!filed.has_create_time()) *filed.mutable_create_time() = entry.commit_time();
  obligation.set_return_(filed.name());
  Meet(obligation, filed.latest(), FilingTime(obligation, ArrivalOf(entry)));
  Touch(filed, now);
  if (obligation.SerializeAsString() == before) return {{}, std::move(filed)};  // corrected, and met as it was
  Touch(obligation, now);
  return {{std::move(obligation)}, std::move(filed)};
}

Projection AfterReview(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  Projection after{{}, *input.filed};
  *after.filed->mutable_latest()->mutable_review() = ReviewOf(entry);
  Touch(*after.filed, now);
  if (entry.return_reviewed().review().decision() == v1::REVIEW_DECISION_ACCEPT) {
    after.filed->set_state(v1::RETURN_STATE_ACCEPTED);
    after.filed->set_accepted_revision(after.filed->latest().revision());
    return after;  // the obligation is as it was
  }
  after.filed->set_state(v1::RETURN_STATE_SENT_BACK);
  if (entry.rules() >= kArrivals) after.filed->clear_in_force();
  v1::Obligation obligation = *input.obligation;
  SendBack(obligation, after.filed->latest().revision(), now, *LoadZone(input.plan.time_zone()));
  OweAgain(entry, input, now, obligation);
  Touch(obligation, now);
  after.obligations.push_back(std::move(obligation));
  return after;
}

Projection AfterSignOff(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  Projection after{{}, *input.filed};
  *after.filed->mutable_latest()->mutable_sign_off() = SignOffOf(entry);
  Touch(*after.filed, now);
  if (entry.return_signed().sign_off().decision() == v1::SIGN_OFF_DECISION_SIGN) {
    after.filed->set_state(v1::RETURN_STATE_SUBMITTED);
    after.filed->clear_in_force();
    return after;  // the obligation was met when it was filed
  }
  after.filed->set_state(v1::RETURN_STATE_NOT_SIGNED);
  v1::Obligation obligation = *input.obligation;
  const std::string before = obligation.SerializeAsString();
  TakeBack(obligation, after.filed->has_in_force() ? &after.filed->in_force() : nullptr,
           after.filed->latest().revision(), now);
  OweAgain(entry, input, now, obligation);
  if (obligation.SerializeAsString() == before) return after;
  Touch(obligation, now);
  after.obligations.push_back(std::move(obligation));
  return after;
}

Projection AfterWithdrawal(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  v1::Obligation obligation = *input.obligation;
  TakeBack(obligation, /*in_force=*/nullptr, input.filed->latest().revision(), now);
  OweAgain(entry, input, now, obligation);
  Touch(obligation, now);
  Projection after{{std::move(obligation)}, *input.filed};
  after.filed->set_state(v1::RETURN_STATE_WITHDRAWN);
  after.filed->clear_in_force();
  *after.filed->mutable_latest() = RevisionOf(entry);
  Touch(*after.filed, now);
  return after;
}

Projection AfterGrant(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  Projection after{{}, *input.filed};
  v1::CorrectionGrant& grant = *after.filed->mutable_correction_grant();
  grant = entry.correction_granted().grant();
  *grant.mutable_grant_time() = entry.commit_time();
  Touch(*after.filed, now);
  return after;
}

Projection AfterEvidence(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  Projection after{{}, *input.filed};
  *after.filed->add_evidence() = EvidenceOf(entry);
  Touch(*after.filed, now);
  return after;
}

void Move(google::protobuf::Timestamp& time, absl::Duration by) { time = ToTimestamp(FromTimestamp(time) + by); }

Projection AfterAdjustment(const v1::LedgerEntry& entry, const ProjectionInput& input, absl::Time now) {
  v1::Obligation obligation = *input.obligation;
  v1::ObligationAdjustment& adjustment = *obligation.add_adjustments();
  adjustment = entry.obligation_adjusted().adjustment();
  adjustment.set_actor(entry.actor());
  *adjustment.mutable_adjust_time() = entry.commit_time();
  if (adjustment.kind() == v1::ADJUSTMENT_KIND_WAIVER) {
    *obligation.mutable_waive_time() = entry.commit_time();
  } else if (adjustment.edition() == v1::RETURN_EDITION_FINAL) {
    *obligation.mutable_final_due_time() = adjustment.due_time();
  } else {
    const absl::Duration by = FromTimestamp(adjustment.due_time()) - FromTimestamp(obligation.due_time());
    Move(*obligation.mutable_due_time(), by);
    Move(*obligation.mutable_grace_end_time(), by);
    if (obligation.has_lock_time()) Move(*obligation.mutable_lock_time(), by);
  }
  Touch(obligation, now);
  return {{std::move(obligation)}, std::nullopt};
}

// The obligations that an amendment gave to another department, and whose they were.
std::map<std::string, RowKey> Moved(const std::vector<const v1::Obligation*>& stated,
                                    const std::vector<v1::Obligation>& restated) {
  std::map<std::string, RowKey> before;
  for (const v1::Obligation* obligation : stated) before.emplace(obligation->name(), RowKeyOf(*obligation));
  std::map<std::string, RowKey> moved;
  for (const v1::Obligation& after : restated) {
    const auto found = before.find(after.name());
    if (found != before.end() && found->second != RowKeyOf(after)) moved.insert(*found);
  }
  return moved;
}

}  // namespace

absl::Time ArrivalOf(const v1::LedgerEntry& entry) {
  return FromTimestamp(entry.has_arrival_time() ? entry.arrival_time() : entry.commit_time());
}

Projection Project(const v1::LedgerEntry& entry, const ProjectionInput& input) {
  const absl::Time now = FromTimestamp(entry.commit_time());
  if (entry.has_return_filed()) return AfterFiling(entry, input, now);
  if (entry.has_return_reviewed()) return AfterReview(entry, input, now);
  if (entry.has_return_signed()) return AfterSignOff(entry, input, now);
  if (entry.has_return_withdrawn()) return AfterWithdrawal(entry, input, now);
  if (entry.has_correction_granted()) return AfterGrant(entry, input, now);
  if (entry.has_evidence_attached()) return AfterEvidence(entry, input, now);
  if (entry.has_obligation_adjusted()) return AfterAdjustment(entry, input, now);
  if (!entry.has_plan_published()) return {};
  if (input.plan.edition() == 1) return {StateObligations(input.plan, now), std::nullopt};
  const Amendment amendment{input.plan, entry.plan_published().reason(), entry.actor(), now,
                            entry.rules() >= kWholeAmendments};
  Projection after{RestateObligations(amendment, input.stated), std::nullopt};
  if (entry.rules() >= kArrivals) after.moved = Moved(input.stated, after.obligations);
  return after;
}

}  // namespace lianfang::submission
