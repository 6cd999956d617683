// Who can be seated together: each in a seat of its own, either one kept for a specialty that the person covers or an
// open one.
//
//   const Seating seating(list.panel_size(), list.specialty_needs());
//   seating.CanSeat({seating.CoverageOf(first), seating.CoverageOf(second)});
//
// Sets of people who can be seated form a transversal matroid: whoever cannot be seated with some cannot be with more,
// and a set that cannot grow is as large as any. The walk of a draw (panel.h) rests on both.
#ifndef LIANFANG_DRAW_SEATING_H_
#define LIANFANG_DRAW_SEATING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lianfang/expert/v1/draw.pb.h"

namespace lianfang::draw {

// The largest panel there is; so many bits has a coverage.
inline constexpr int kLargestPanel = 63;

// Which needs somebody covers: bit i for the need at place i.
using Coverage = uint64_t;

// Immutable.
class Seating {
 public:
  using Needs = google::protobuf::RepeatedPtrField<expert::v1::SpecialtyNeed>;

  // The needs' seats in their order, then open ones: `panel_size` in all, 1 to kLargestPanel, and not exceeded by the
  // needs.
  Seating(int panel_size, const Needs& needs);

  int size() const { return static_cast<int>(seats_.size()); }
  // Specialty that the seat is kept for; empty for an open one.
  const std::string& Specialty(int seat) const;

  Coverage CoverageOf(const expert::v1::Candidate& candidate) const;

  bool CanSeat(const std::vector<Coverage>& people) const;

  // A seat for each of people who can be seated: in their order, the first free one that still lets all be seated.
  std::vector<int> Assign(const std::vector<Coverage>& people) const;

 private:
  static constexpr int kOpen = -1;

  bool Fits(Coverage person, int seat) const;
  // Whether people[from..] can be seated in the seats that are not taken.
  bool CanSeatRest(const std::vector<Coverage>& people, size_t from, const std::vector<bool>& taken) const;

  std::vector<std::string> specialties_;  // of the needs
  std::vector<int> seats_;                // place of the need, or kOpen
};

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_SEATING_H_
