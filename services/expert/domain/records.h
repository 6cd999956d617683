// What this service keeps, as the rules and the store hand it to one another.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_RECORDS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_RECORDS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/field_cipher.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"

namespace lianfang::expert {

// A seat held: from the invitation on, until it is declined, expires or is withdrawn.
struct Booking {
  std::string engagement;
  std::string expert;
  absl::Time start;
  absl::Time end;
};

// An expert as stored.
struct ExpertRecord {
  v1::Expert expert;     // identifying data masked; what follows from the date is not in it
  std::string person;    // keyed hash of the ID number: the same for all memberships of one person
  SealedField identity;  // IdentifyingData, serialised
  absl::Time state_time = absl::InfinitePast();  // since when the stored state holds
  absl::Time term_end = absl::InfinitePast();    // first instant after the last term; InfinitePast without one
  std::string office_region;                     // region in the certificates of the plan's office
  // The absences as instants, start and end; stored for the search, not loaded.
  std::vector<std::pair<absl::Time, absl::Time>> absent;
  // Seats that the person holds or held, in any pool. Loaded with the expert, stored with the engagements.
  std::vector<Booking> bookings;
  // The person's memberships in other pools, in whatever state: their employers, ties and departments are this
  // person's, too. Loaded with the expert, stored as experts of their own.
  std::vector<v1::Expert> others;
};

// A draw as stored. The seed is sealed until it is public.
struct DrawRecord {
  v1::Draw draw;
  SealedField seed;
};

// An engagement as stored; `document.state` is what its RPCs left, not what the time has made of it.
struct EngagementRecord {
  v1::Engagement document;
  std::string office_region;
};

// Whether this invitation holds its seat.
inline bool HoldsSeat(const v1::Invitation& invitation) {
  return invitation.state() == v1::INVITATION_STATE_INVITED || invitation.state() == v1::INVITATION_STATE_ACCEPTED;
}

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_RECORDS_H_
