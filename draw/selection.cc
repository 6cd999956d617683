#include "draw/selection.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "draw/order.h"

namespace lianfang::draw {

using coordination::v1::Selection;

std::string SelectionListHash(const Selection& selection) {
  std::string codes;
  for (const auto& employer : selection.employers()) absl::StrAppend(&codes, employer.credit_code(), "\n");
  return Sha256(codes);
}

std::vector<std::string> DrawnOf(const Selection& selection, absl::string_view seed, absl::string_view nonce) {
  expert::v1::FrozenList list;
  for (const auto& employer : selection.employers()) list.add_candidates()->set_expert(employer.credit_code());
  std::vector<std::string> drawn;
  for (const Ranked& ranked : OrderCandidates(list, seed, nonce)) {
    if (static_cast<int>(drawn.size()) == selection.count()) break;
    drawn.push_back(selection.employers(ranked.candidate).credit_code());
  }
  return drawn;
}

std::vector<std::string> SelectionProblems(const Selection& selection) {
  std::vector<std::string> problems;
  if (selection.state() != coordination::v1::SELECTION_STATE_DRAWN) return {"it is not drawn"};
  if (selection.seed().size() != kBytes || selection.nonce().size() != kBytes) {
    problems.emplace_back("seed and nonce must have 32 bytes");
  }
  if (SelectionListHash(selection) != selection.list_hash())
    problems.emplace_back("the list is not the one that was frozen");
  if (SeedCommitment(selection.list_hash(), selection.seed()) != selection.seed_commitment()) {
    problems.emplace_back("the seed is not the one that was committed to");
  }
  const auto drawn = DrawnOf(selection, selection.seed(), selection.nonce());
  if (!std::equal(drawn.begin(), drawn.end(), selection.drawn().begin(), selection.drawn().end())) {
    problems.emplace_back("others were drawn than seed and nonce give");
  }
  return problems;
}

}  // namespace lianfang::draw
