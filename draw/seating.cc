#include "draw/seating.h"

#include <algorithm>
#include <functional>

namespace lianfang::draw {

Seating::Seating(int panel_size, const Needs& needs) {
  for (int i = 0; i < needs.size(); ++i) {
    specialties_.push_back(needs[i].specialty());
    seats_.insert(seats_.end(), static_cast<size_t>(needs[i].seats()), i);
  }
  seats_.resize(static_cast<size_t>(panel_size), kOpen);
}

const std::string& Seating::Specialty(int seat) const {
  static const auto& open = *new std::string();
  const int need = seats_[static_cast<size_t>(seat)];
  return need == kOpen ? open : specialties_[static_cast<size_t>(need)];
}

Coverage Seating::CoverageOf(const expert::v1::Candidate& candidate) const {
  Coverage coverage = 0;
  for (size_t i = 0; i < specialties_.size(); ++i) {
    const auto& covered = candidate.specialties();
    if (std::find(covered.begin(), covered.end(), specialties_[i]) != covered.end()) coverage |= Coverage{1} << i;
  }
  return coverage;
}

bool Seating::Fits(Coverage person, int seat) const {
  const int need = seats_[static_cast<size_t>(seat)];
  return need == kOpen || (person >> need & 1) != 0;
}

bool Seating::CanSeat(const std::vector<Coverage>& people) const {
  return CanSeatRest(people, 0, std::vector<bool>(seats_.size()));
}

// A matching of people to seats by augmenting paths (Kuhn): panels are small, so nothing cleverer pays.
bool Seating::CanSeatRest(const std::vector<Coverage>& people, size_t from, const std::vector<bool>& taken) const {
  constexpr size_t kNobody = SIZE_MAX;
  std::vector<size_t> owner(seats_.size(), kNobody);
  std::vector<bool> tried;
  const std::function<bool(size_t)> seat_one = [&](size_t person) {
    for (size_t seat = 0; seat < seats_.size(); ++seat) {
      if (taken[seat] || tried[seat] || !Fits(people[person], static_cast<int>(seat))) continue;
      tried[seat] = true;
      if (owner[seat] == kNobody || seat_one(owner[seat])) {
        owner[seat] = person;
        return true;
      }
    }
    return false;
  };
  for (size_t person = from; person < people.size(); ++person) {
    tried.assign(seats_.size(), false);
    if (!seat_one(person)) return false;
  }
  return true;
}

std::vector<int> Seating::Assign(const std::vector<Coverage>& people) const {
  std::vector<int> places;
  std::vector<bool> taken(seats_.size());
  for (size_t person = 0; person < people.size(); ++person) {
    for (size_t seat = 0; seat < seats_.size(); ++seat) {
      if (taken[seat] || !Fits(people[person], static_cast<int>(seat))) continue;
      taken[seat] = true;
      if (CanSeatRest(people, person + 1, taken)) {
        places.push_back(static_cast<int>(seat));
        break;
      }
      taken[seat] = false;
    }
  }
  return places;
}

}  // namespace lianfang::draw
