// Frozen lists and draws for tests.
#ifndef LIANFANG_DRAW_TESTING_LISTS_H_
#define LIANFANG_DRAW_TESTING_LISTS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/hash.h"
#include "common/time.h"
#include "draw/panel.h"
#include "draw/testing/attested.h"
#include "draw/verify.h"
#include "lianfang/expert/v1/draw.pb.h"

namespace lianfang::draw::testing {

inline std::string Name(int number) { return absl::StrFormat("experts/e%06d", number); }

// The same seed for the same number, for ever.
inline std::string Seed(int number) { return Sha256(absl::StrCat("seed ", number)); }

// A list of `candidates` people for an open panel; `Name(0)` comes first.
inline expert::v1::FrozenList ListOf(int candidates, int panel_size) {
  expert::v1::FrozenList list;
  list.set_engagement("engagements/review");
  list.set_pool(absl::StrCat(kPlan, "/pools/q"));
  list.set_panel_size(panel_size);
  for (int i = 0; i < candidates; ++i) list.add_candidates()->set_expert(Name(i));
  return list;
}

inline void AddNeed(expert::v1::FrozenList& list, const std::string& specialty, int seats) {
  auto* need = list.add_specialty_needs();
  need->set_specialty(specialty);
  need->set_seats(seats);
}

// A drawn draw of the list, as the service makes it, without departures: entered in the ledger a second after the freeze,
// the nonce signed and given with the draw.
inline expert::v1::Draw DrawOf(const expert::v1::FrozenList& list, const std::string& seed, const std::string& nonce) {
  expert::v1::Draw drawn;
  drawn.set_name(list.engagement() + "/draw");
  drawn.set_state(expert::v1::DRAW_STATE_DRAWN);
  drawn.set_frozen_list(list.SerializeAsString());
  drawn.set_list_hash(Sha256(drawn.frozen_list()));
  drawn.set_seed_commitment(SeedCommitment(drawn.list_hash(), seed));
  const absl::Time draw_time = absl::FromUnixSeconds(1'000'000);
  Attest(drawn, FromTimestamp(list.freeze_time()) + absl::Seconds(1));
  if (!nonce.empty()) GiveNonce(drawn, nonce, draw_time);
  drawn.set_seed(seed);
  *drawn.mutable_draw_time() = ToTimestamp(draw_time);
  Panel panel(list, OrderCandidates(list, seed, nonce));
  for (const Ranked& ranked : panel.order()) {
    auto* place = drawn.add_order();
    place->set_rank(drawn.order_size());
    place->set_expert(list.candidates(ranked.candidate).expert());
    place->set_key(ranked.key.data(), ranked.key.size());
  }
  panel.Walk();
  for (const auto& seat : panel.Seats()) *drawn.add_panel() = seat;
  return drawn;
}

}  // namespace lianfang::draw::testing

#endif  // LIANFANG_DRAW_TESTING_LISTS_H_
