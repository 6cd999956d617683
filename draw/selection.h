// The draw of employers for surveys and inspections (coordination's SelectionService), by the order that draws of experts have: shared by the service,
// which draws, and by whoever redoes one offline.
//
//   selection.set_list_hash(SelectionListHash(selection));
//   selection.set_seed_commitment(SeedCommitment(selection.list_hash(), seed));
//   DrawnOf(selection, seed, nonce);                    // credit codes, the first drawn first
#ifndef LIANFANG_DRAW_SELECTION_H_
#define LIANFANG_DRAW_SELECTION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/coordination/v1/selection_service.pb.h"

namespace lianfang::draw {

// SHA-256 of the credit codes in the selection's order, a line each.
std::string SelectionListHash(const coordination::v1::Selection& selection);

// As many as the selection asks for, in the order of the draw.
std::vector<std::string> DrawnOf(const coordination::v1::Selection& selection, absl::string_view seed,
                                 absl::string_view nonce);

// What does not fit in a selection that was drawn, for people; empty where it follows from its own bytes.
std::vector<std::string> SelectionProblems(const coordination::v1::Selection& selection);

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_SELECTION_H_
