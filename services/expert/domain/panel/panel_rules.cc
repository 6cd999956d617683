#include "services/expert/domain/panel/panel_rules.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"
#include "draw/attestation.h"
#include "draw/order.h"
#include "draw/verify.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"

namespace lianfang::expert {
namespace {

absl::Status TooFew(const v1::FrozenList& list, const std::vector<v1::ExclusionReason>& reasons) {
  std::map<v1::ExclusionReason, int> counts;
  for (const v1::ExclusionReason reason : reasons) ++counts[reason];
  std::vector<std::pair<std::string, std::string>> metadata = {{"eligible", absl::StrCat(list.candidates_size())},
                                                               {"seats", absl::StrCat(list.panel_size())}};
  std::string message =
      absl::StrCat("the ", list.panel_size(), " seats cannot be filled: ", list.candidates_size(), " may be drawn");
  for (const auto& [reason, count] : counts) {
    metadata.emplace_back(v1::ExclusionReason_Name(reason), absl::StrCat(count));
    absl::StrAppend(&message, ", ", count, " not for ", v1::ExclusionReason_Name(reason));
  }
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, message, "TOO_FEW_CANDIDATES", metadata);
}

std::vector<v1::ExclusionReason> ReasonsOf(const v1::FrozenList& list) {
  std::vector<v1::ExclusionReason> reasons;
  for (const auto& exclusion : list.exclusions()) reasons.push_back(exclusion.reason());
  return reasons;
}

// Whether all seats can be filled. No order fills more than another, so that of the list will do.
bool CanBeFilled(const v1::FrozenList& list) {
  std::vector<draw::Ranked> order(static_cast<size_t>(list.candidates_size()));
  for (size_t i = 0; i < order.size(); ++i) order[i].candidate = static_cast<int>(i);
  draw::Panel panel(list, std::move(order));
  panel.Walk();
  return panel.IsFull();
}

// That the draw can be read in one message once its order stands beside the list.
absl::Status CheckLength(const v1::FrozenList& list) {
  constexpr size_t kPlaceBytes = 2 + 5 + 2 + draw::kBytes + 2;  // rank, key and tags of a place in the order
  size_t bytes = list.ByteSizeLong();
  for (const v1::Candidate& candidate : list.candidates()) bytes += kPlaceBytes + 2 + candidate.expert().size();
  if (bytes <= kLongestDraw) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the record of the draw would have ", bytes, " bytes, more than ", kLongestDraw),
                         "POOL_TOO_LARGE", {{"bytes", absl::StrCat(bytes)}, {"most", absl::StrCat(kLongestDraw)}});
}

v1::Departure DepartureOf(const std::string& expert, const Leaving& why, absl::Time time) {
  v1::Departure departure;
  departure.set_expert(expert);
  departure.set_reason(why.reason);
  departure.set_detail(why.detail);
  departure.set_channel(why.testimony.channel);
  departure.set_recorder(why.testimony.recorder);
  *departure.mutable_departure_time() = ToTimestamp(time);
  return departure;
}

// Names lie all over the memory, and an order visits them at random: without fetching ahead, waiting for them would be
// a third of the draw.
void PublishOrder(const v1::FrozenList& list, const std::vector<draw::Ranked>& order, v1::Draw& draw) {
  constexpr size_t kAhead = 16;
  std::vector<absl::string_view> names;
  names.reserve(order.size());
  for (const v1::Candidate& candidate : list.candidates()) names.push_back(candidate.expert());
  const auto name_at = [&](size_t rank) { return names[static_cast<size_t>(order[rank].candidate)]; };
  draw.mutable_order()->Reserve(static_cast<int>(order.size()));
  for (size_t rank = 0; rank < order.size(); ++rank) {
    if (rank + kAhead < order.size()) __builtin_prefetch(name_at(rank + kAhead).data());
    v1::RankedCandidate& place = *draw.add_order();
    place.set_rank(static_cast<int>(rank) + 1);
    place.set_expert(name_at(rank).data(), name_at(rank).size());
    place.set_key(order[rank].key.data(), order[rank].key.size());
  }
}

absl::Status ClocksDiffer() {
  return ErrorWithReason(absl::StatusCode::kUnavailable, "the clocks of this service and of the ledger differ too much",
                         "CLOCK_UNTRUSTED");
}

// That the nonce is the observer's, and was signed after the freeze had been entered in the ledger.
absl::Status CheckSignature(const v1::Draw& draw, const v1::ContributeNonceRequest& request, const Observer& observer,
                            absl::Time now) {
  const auto entry = draw::EntryOf(draw.receipt(), observer.plan);
  if (!entry.has_value()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the freeze is not in the ledger, since an earlier version made it; cancel the engagement "
                           "and create it anew",
                           "NOT_IN_LEDGER");
  }
  if (!observer.key.ok()) return observer.key.status();
  const auto key = draw::KeyOf(*observer.key, observer.plan, observer.uri);
  if (!key.has_value()) return absl::InternalError("the ledger has answered another key's receipt");
  if (FromTimestamp(entry->commit_time()) > now + draw::kClockTolerance) return ClocksDiffer();
  if (key->Verify(draw::NonceMessage(draw, request.nonce()), request.signature())) return absl::OkStatus();
  return InvalidField("signature", absl::StrCat("is not that of the registered key ", key->id(),
                                                " over this draw, this nonce and the ledger's entry"));
}

void Bump(v1::Draw& draw, absl::Time now) {
  draw.set_etag(NextEtag(draw.etag()));
  *draw.mutable_update_time() = ToTimestamp(now);
}

// Who may be drawn was judged at the freeze. Whoever was drawn and cannot serve any more departs after the draw, where
// everybody sees it, and the next in order takes the place.
void DropWhoCannotServe(const std::vector<std::pair<int, std::string>>& members, v1::Engagement& engagement,
                        v1::Draw& draw, const v1::FrozenList& list, const Judge& judge, absl::Time now) {
  std::optional<PanelChange> change;  // replays the draw: only where somebody has to go
  for (const auto& [rank, expert] : members) {
    const auto exclusion = judge(expert);
    if (!exclusion.has_value()) continue;
    if (!change.has_value()) change.emplace(engagement, draw, list, judge, now);
    change->DropOut(expert, {exclusion->reason(), exclusion->detail()}, v1::INVITATION_STATE_WITHDRAWN);
  }
}

}  // namespace

absl::StatusOr<v1::FrozenList> FreezeList(const v1::Engagement& engagement, const PoolView& pool,
                                          const std::vector<ExpertRecord>& members, absl::Time now) {
  v1::FrozenList list;
  list.set_engagement(engagement.name());
  list.set_pool(engagement.pool());
  list.set_plan_edition(pool.plan().edition());
  list.set_panel_size(engagement.panel_size());
  *list.mutable_specialty_needs() = engagement.specialty_needs();
  list.set_needs_observer(pool.pool().draw_needs_observer());
  *list.mutable_freeze_time() = ToTimestamp(now);
  list.set_attempt(engagement.attempt());
  *list.mutable_earlier_attempts() = engagement.earlier_attempts();
  for (const ExpertRecord& member : members) {
    if (auto exclusion = FindExclusion(member, engagement, pool, now); exclusion.has_value()) {
      *list.add_exclusions() = *std::move(exclusion);
      continue;
    }
    v1::Candidate& candidate = *list.add_candidates();
    candidate.set_expert(member.expert.name());
    *candidate.mutable_specialties() = member.expert.specialties();
  }
  const auto by_name = [](const auto& left, const auto& right) { return left.expert() < right.expert(); };
  std::sort(list.mutable_candidates()->begin(), list.mutable_candidates()->end(), by_name);
  std::sort(list.mutable_exclusions()->begin(), list.mutable_exclusions()->end(), by_name);
  if (!CanBeFilled(list)) return TooFew(list, ReasonsOf(list));
  if (absl::Status fits = CheckLength(list); !fits.ok()) return fits;
  return list;
}

v1::Draw CommitDraw(const v1::FrozenList& list, const std::string& seed, absl::Time now) {
  v1::Draw draw;
  draw.set_name(DrawName(list.engagement()));
  draw.set_state(v1::DRAW_STATE_FROZEN);
  draw.set_frozen_list(list.SerializeAsString());
  draw.set_list_hash(Sha256(draw.frozen_list()));
  draw.set_seed_commitment(draw::SeedCommitment(draw.list_hash(), seed));
  *draw.mutable_create_time() = ToTimestamp(now);
  Bump(draw, now);
  return draw;
}

absl::Status EnterReceipt(v1::Draw& draw, type::v1::Receipt receipt, const std::string& plan, absl::Time now) {
  const auto entry = draw::EntryOf(receipt, plan);
  if (!entry.has_value() || entry->fact_recorded().name() != draw.name()) {
    return absl::InternalError("the ledger has answered another entry's receipt");
  }
  if (FromTimestamp(entry->commit_time()) + draw::kClockTolerance < now) return ClocksDiffer();
  *draw.mutable_receipt() = std::move(receipt);
  return absl::OkStatus();
}

absl::Status Witness(v1::Draw& draw, const v1::ContributeNonceRequest& request, const Observer& observer,
                     absl::Time now) {
  if (request.nonce().size() != draw::kBytes) return InvalidField("nonce", "must be 32 bytes");
  if (draw.state() == v1::DRAW_STATE_CANCELLED) {
    return WrongState(draw.name(), v1::DrawState_Name(draw.state()), "takes no nonce any more");
  }
  if (draw.state() != v1::DRAW_STATE_FROZEN) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists,
                           draw.has_witness() ? "the nonce is in already" : "it has been drawn already",
                           "STATE_NOT_ALLOWED", {{"state", v1::DrawState_Name(draw.state())}});
  }
  if (request.list_hash() != draw.list_hash() || request.seed_commitment() != draw.seed_commitment()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the hashes that the observer saw are not those of this draw", "OTHER_DRAW",
                           {{"state", v1::DrawState_Name(draw.state())}});
  }
  if (absl::Status signature = CheckSignature(draw, request, observer, now); !signature.ok()) return signature;
  v1::Witness& witness = *draw.mutable_witness();
  witness.set_nonce(request.nonce());
  witness.set_observer(observer.uri);
  witness.set_signature(request.signature());
  *witness.mutable_key_receipt() = *observer.key;
  *witness.mutable_nonce_time() = ToTimestamp(now);
  draw.set_state(v1::DRAW_STATE_WITNESSED);
  Bump(draw, now);
  return absl::OkStatus();
}

absl::Status DrawPanel(v1::Draw& draw, v1::Engagement& engagement, const std::string& seed, const Judge& judge,
                       const std::string& drawer, absl::Time now) {
  google::protobuf::Arena arena;
  const auto read = draw::ReadFrozenList(draw.frozen_list(), arena);
  if (!read.ok()) return absl::DataLossError("the stored list cannot be read");
  const v1::FrozenList& list = **read;
  if (draw.state() == v1::DRAW_STATE_DRAWN) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists, "the panel has been drawn; a draw is never repeated",
                           "STATE_NOT_ALLOWED", {{"state", v1::DrawState_Name(draw.state())}});
  }
  if (list.needs_observer() && draw.state() == v1::DRAW_STATE_FROZEN) {
    return WrongState(draw.name(), v1::DrawState_Name(draw.state()),
                      "waits for the observer's nonce, and is drawn with it");
  }
  if (absl::Status ahead = CheckAhead(engagement, now, "cannot be drawn"); !ahead.ok()) return ahead;

  draw::Panel panel(list, draw::OrderCandidates(list, seed, draw.witness().nonce()));
  panel.Walk();
  if (!panel.IsFull()) return absl::DataLossError("the stored list does not fill the panel");
  draw.set_state(v1::DRAW_STATE_DRAWN);
  draw.set_seed(seed);
  draw.set_drawer(drawer);
  *draw.mutable_draw_time() = ToTimestamp(now);
  PublishOrder(list, panel.order(), draw);
  std::vector<std::pair<int, std::string>> members;  // by rank
  for (v1::Seat& seat : panel.Seats()) {
    members.emplace_back(panel.RankOf(seat.expert()), seat.expert());
    *draw.add_panel() = std::move(seat);
  }
  std::sort(members.begin(), members.end());
  for (const auto& [rank, expert] : members) AddInvitation(engagement, expert, rank, now);
  Bump(draw, now);
  SettleState(engagement);
  DropWhoCannotServe(members, engagement, draw, list, judge, now);
  return absl::OkStatus();
}

void CancelDraw(v1::Draw& draw, const std::string& seed, absl::Time now) {
  if (draw.state() == v1::DRAW_STATE_DRAWN || draw.state() == v1::DRAW_STATE_CANCELLED) return;
  draw.set_state(v1::DRAW_STATE_CANCELLED);
  draw.set_seed(seed);
  *draw.mutable_cancel_time() = ToTimestamp(now);
  Bump(draw, now);
}

PanelChange::PanelChange(v1::Engagement& engagement, v1::Draw& draw, const v1::FrozenList& list, const Judge& judge,
                         absl::Time now)
    : engagement_(engagement), draw_(draw), judge_(judge), now_(now), panel_(draw::ReplayPanel(draw, list)) {}

void PanelChange::DropOut(const std::string& expert, const Leaving& why, v1::InvitationState state) {
  v1::Invitation* invitation = FindSeat(engagement_, expert, /*accepted_too=*/true);
  invitation->set_state(state);
  invitation->set_reason(why.detail);
  invitation->set_channel(why.testimony.channel);
  invitation->set_recorder(why.testimony.recorder);
  *invitation->mutable_response_time() = ToTimestamp(now_);
  if (now_ < FromTimestamp(engagement_.end_time())) {
    // Whoever is next but may not be drawn any more leaves the order first: so the record can be replayed.
    std::string successor = panel_.SuccessorOf(expert);
    for (; !successor.empty(); successor = panel_.SuccessorOf(expert)) {
      const auto exclusion = judge_(successor);
      if (!exclusion.has_value()) break;
      panel_.PassOver(successor);
      RecordDeparture(successor, {exclusion->reason(), exclusion->detail(), {}}, "");
    }
    panel_.Depart(expert);
    RecordDeparture(expert, why, successor);
    if (!successor.empty()) AddInvitation(engagement_, successor, panel_.RankOf(successor), now_);
  }
  SettleState(engagement_);
}

bool PanelChange::ExpireInvitations() {
  bool expired = false;
  // Whoever is invited meanwhile has time left: a walk over those who were there is enough.
  const int count = engagement_.invitations_size();
  for (int i = 0; i < count; ++i) {
    const v1::Invitation& invitation = engagement_.invitations(i);
    if (invitation.state() != v1::INVITATION_STATE_INVITED) continue;
    if (ExpiryOf(invitation, engagement_) > now_) continue;
    const std::string expert = invitation.expert();
    if (invitation.has_response_deadline()) {
      DropOut(expert, {v1::EXCLUSION_REASON_NO_ANSWER, "逾期未答复"}, v1::INVITATION_STATE_EXPIRED);
    } else {
      DropOut(expert, {v1::EXCLUSION_REASON_NOT_REACHABLE, "未能及时告知"}, v1::INVITATION_STATE_NOT_REACHABLE);
    }
    expired = true;
  }
  return expired;
}

void PanelChange::RecordDeparture(const std::string& expert, const Leaving& why, const std::string& successor) {
  // Strictly after the draw, which tells a departure from somebody passed over.
  const absl::Time time = std::max(now_, FromTimestamp(draw_.draw_time()) + absl::Microseconds(1));
  v1::Departure departure = DepartureOf(expert, why, time);
  departure.set_successor(successor);
  *draw_.add_departures() = std::move(departure);
  Bump(draw_, now_);
}

}  // namespace lianfang::expert
