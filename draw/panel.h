// Steps 4 and 5 of a draw (draw.proto): the walk along the order, and who takes the place of whoever drops out.
//
//   Panel panel(list, OrderCandidates(list, seed, nonce));
//   panel.PassOver("experts/a");                     // stopped being eligible between freeze and draw
//   panel.Walk();
//   panel.Seats();                                   // the panel as drawn
//   panel.Depart("experts/b");                       // "experts/c", who takes the place; empty where nobody does
#ifndef LIANFANG_DRAW_PANEL_H_
#define LIANFANG_DRAW_PANEL_H_

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "draw/order.h"
#include "draw/seating.h"
#include "lianfang/expert/v1/draw.pb.h"

namespace lianfang::draw {

// Keeps a reference to the list, whose candidates are in the order of their names; not thread-safe. A call with a name
// that is not on the list changes nothing.
class Panel {
 public:
  Panel(const expert::v1::FrozenList& list, std::vector<Ranked> order);

  const std::vector<Ranked>& order() const { return order_; }
  bool IsCandidate(absl::string_view name) const { return RankOf(name) > 0; }
  bool IsMember(absl::string_view name) const;
  // Rank in the order, from 1; 0 for nobody.
  int RankOf(absl::string_view name) const;

  // Takes a candidate who is no member out of the walk. False when the candidate is out already, or a member.
  bool PassOver(absl::string_view name);
  // Takes candidates in order until every seat is filled, or nobody is left.
  void Walk();
  // Who would take the place of a member who drops out; empty where nobody is left.
  std::string SuccessorOf(absl::string_view member) const;
  // A member drops out; the next in order takes the place and is answered, empty where nobody is left.
  std::string Depart(absl::string_view member);

  bool IsFull() const { return static_cast<int>(members_.size()) == seating_.size(); }
  // The members in the order of their seats; a seat that nobody has is left out.
  std::vector<expert::v1::Seat> Seats() const;

 private:
  static constexpr int kNobody = -1;

  const expert::v1::Candidate& At(int rank) const {
    return list_.candidates(order_[static_cast<size_t>(rank)].candidate);
  }
  std::vector<Coverage> CoverageOf(const std::set<int>& members) const;
  // The first rank from `from` on that can be seated with these members; kNobody where there is none.
  int FirstSeatable(const std::set<int>& members, int from) const;
  int SuccessorRank(int member) const;

  const expert::v1::FrozenList& list_;
  const std::vector<Ranked> order_;
  const Seating seating_;
  std::vector<int> ranks_;        // from 0, by place in the list
  std::set<int> members_;         // ranks from 0
  absl::flat_hash_set<int> out_;  // ranks of those who dropped out
};

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_PANEL_H_
