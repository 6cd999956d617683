// Redoing a draw from its own document: what an observer, a party or a court does to believe it. The server and the
// command line use this one function, so an offline check is worth as much as the server's.
//
//   for (const type::v1::LocalizedText& problem : FindProblems(draw, {&keys, &note})) …   // empty: what it must be
#ifndef LIANFANG_DRAW_VERIFY_H_
#define LIANFANG_DRAW_VERIFY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "draw/attestation.h"
#include "draw/panel.h"
#include "google/protobuf/arena.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::draw {

// The list that was hashed, on the arena: a list of 100,000 is half a million small pieces otherwise. INVALID_ARGUMENT
// unless it parses and states seats that a panel can have.
absl::StatusOr<const expert::v1::FrozenList*> ReadFrozenList(absl::string_view bytes, google::protobuf::Arena& arena);

// What is wrong with a draw, in the order of the steps, and against what is known besides. A draw that is not drawn yet
// is checked as far as it goes; of one that is sealed for the reader, that it is sealed is a problem.
std::vector<type::v1::LocalizedText> FindProblems(const expert::v1::Draw& draw, const Evidence& evidence = {});

// The panel as it stands after every departure on record; the draw has been drawn and has no problems. `list` is the
// draw's own and outlives the panel.
Panel ReplayPanel(const expert::v1::Draw& draw, const expert::v1::FrozenList& list);

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_VERIFY_H_
