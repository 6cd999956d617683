// Which of the roles that nobody holds are news to the office.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_UNREACHED_PLACES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_UNREACHED_PLACES_H_

#include <set>
#include <vector>

#include "absl/time/time.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/digest/digest.h"

namespace lianfang::notification {

// What has changed since the office was told.
struct PlaceChanges {
  std::vector<Unreached> fresh;  // to be told
  std::vector<Place> held;       // told, and held by somebody since
};

// `told` are the places that the office was told of. A place stays told until somebody holds it: not when what was owed
// there has been filed, and not with the next stage.
PlaceChanges ComparePlaces(const std::set<Place>& told, const std::vector<Unreached>& unreached,
                           const ContactBook& contacts, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_UNREACHED_PLACES_H_
