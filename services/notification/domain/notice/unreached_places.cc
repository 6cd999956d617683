#include "services/notification/domain/notice/unreached_places.h"

namespace lianfang::notification {

PlaceChanges ComparePlaces(const std::set<Place>& told, const std::vector<Unreached>& unreached,
                           const ContactBook& contacts, absl::Time now) {
  PlaceChanges changes;
  for (const Unreached& one : unreached) {
    if (told.count(one.place) == 0) changes.fresh.push_back(one);
  }
  for (const Place& place : told) {
    if (!contacts.At(place, now).empty()) changes.held.push_back(place);
  }
  return changes;
}

}  // namespace lianfang::notification
