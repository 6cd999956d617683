// Steps 1 to 3 of a draw (draw.proto): what is committed to, and the order that seed and nonce give.
//
//   const std::string commitment = SeedCommitment(Sha256(frozen_list_bytes), seed);
//   const std::vector<Ranked> order = OrderCandidates(frozen_list, seed, nonce);
//   frozen_list.candidates(order[0].candidate());                              // who comes first
#ifndef LIANFANG_DRAW_ORDER_H_
#define LIANFANG_DRAW_ORDER_H_

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/expert/v1/draw.pb.h"

namespace lianfang::draw {

// Length of hashes, keys, seeds and nonces.
inline constexpr size_t kBytes = 32;

// SHA-256(list_hash ‖ seed).
std::string SeedCommitment(absl::string_view list_hash, absl::string_view seed);

// A candidate's place in an order, and the key that gave it.
struct Ranked {
  int candidate;  // place in the frozen list, from 0
  std::array<unsigned char, kBytes> key;

  absl::string_view KeyBytes() const { return {reinterpret_cast<const char*>(key.data()), key.size()}; }
};

// All candidates by SHA-256(seed ‖ nonce ‖ name), byte by byte. An unobserved draw has an empty nonce.
std::vector<Ranked> OrderCandidates(const expert::v1::FrozenList& list, absl::string_view seed,
                                    absl::string_view nonce);

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_ORDER_H_
