#include "draw/panel.h"

#include <algorithm>
#include <utility>

namespace lianfang::draw {

Panel::Panel(const expert::v1::FrozenList& list, std::vector<Ranked> order)
    : list_(list),
      order_(std::move(order)),
      seating_(list.panel_size(), list.specialty_needs()),
      ranks_(static_cast<size_t>(list.candidates_size())) {
  for (size_t rank = 0; rank < order_.size(); ++rank) {
    ranks_[static_cast<size_t>(order_[rank].candidate)] = static_cast<int>(rank);
  }
}

int Panel::RankOf(absl::string_view name) const {
  const auto& candidates = list_.candidates();
  const auto found = std::lower_bound(candidates.begin(), candidates.end(), name,
                                      [](const expert::v1::Candidate& candidate, absl::string_view wanted) {
                                        return absl::string_view(candidate.expert()) < wanted;
                                      });
  if (found == candidates.end() || found->expert() != name) return 0;
  return ranks_[static_cast<size_t>(found - candidates.begin())] + 1;
}

bool Panel::IsMember(absl::string_view name) const { return members_.count(RankOf(name) - 1) > 0; }

bool Panel::PassOver(absl::string_view name) {
  if (!IsCandidate(name) || IsMember(name)) return false;
  return out_.insert(RankOf(name) - 1).second;
}

std::vector<Coverage> Panel::CoverageOf(const std::set<int>& members) const {
  std::vector<Coverage> people;
  for (const int rank : members) people.push_back(seating_.CoverageOf(At(rank)));
  return people;
}

int Panel::FirstSeatable(const std::set<int>& members, int from) const {
  if (static_cast<int>(members.size()) == seating_.size()) return kNobody;
  std::vector<Coverage> people = CoverageOf(members);
  people.push_back(0);
  absl::flat_hash_set<Coverage> hopeless;  // most candidates of a long order cover the same
  for (int rank = from; rank < static_cast<int>(order_.size()); ++rank) {
    if (members.count(rank) > 0 || out_.contains(rank)) continue;
    people.back() = seating_.CoverageOf(At(rank));
    if (hopeless.contains(people.back())) continue;
    if (seating_.CanSeat(people)) return rank;
    hopeless.insert(people.back());
  }
  return kNobody;
}

void Panel::Walk() {
  // Whoever could not be seated with fewer cannot be with more: nobody is looked at twice.
  for (int rank = FirstSeatable(members_, 0); rank != kNobody; rank = FirstSeatable(members_, rank + 1)) {
    members_.insert(rank);
  }
}

int Panel::SuccessorRank(int member) const {
  std::set<int> remaining = members_;
  if (remaining.erase(member) == 0) return kNobody;
  // Whoever drops out is no successor: the walk must not come back to them.
  for (int rank = FirstSeatable(remaining, 0); rank != kNobody; rank = FirstSeatable(remaining, rank + 1)) {
    if (rank != member) return rank;
  }
  return kNobody;
}

std::string Panel::SuccessorOf(absl::string_view member) const {
  const int rank = SuccessorRank(RankOf(member) - 1);
  return rank == kNobody ? "" : At(rank).expert();
}

std::string Panel::Depart(absl::string_view member) {
  const int rank = RankOf(member) - 1;
  const int successor = SuccessorRank(rank);
  if (members_.erase(rank) == 0) return "";
  out_.insert(rank);
  if (successor == kNobody) return "";
  members_.insert(successor);
  return At(successor).expert();
}

std::vector<expert::v1::Seat> Panel::Seats() const {
  const std::vector<int> places = seating_.Assign(CoverageOf(members_));
  std::vector<std::pair<int, int>> seated;  // seat, rank
  for (const int rank : members_) seated.emplace_back(places[seated.size()], rank);
  std::sort(seated.begin(), seated.end());
  std::vector<expert::v1::Seat> seats;
  for (const auto& [place, rank] : seated) {
    expert::v1::Seat& seat = seats.emplace_back();
    seat.set_specialty(seating_.Specialty(place));
    seat.set_expert(At(rank).expert());
  }
  return seats;
}

}  // namespace lianfang::draw
