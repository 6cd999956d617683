// Confirmations that wait for the morning (CONFIRMATIONS_IN_DIGEST of the plan). They join the reminder that goes to the
// recipient's mailbox on the next working morning. Where none does, they are a mail of their own.
//
//   const auto digests = WithConfirmations(due.digests, DueConfirmations(waiting, mornings, zone, now), contacts);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_CONFIRMED_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_CONFIRMED_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/stage/mornings.h"

namespace lianfang::notification {

// Template of a mail that lists confirmations alone.
inline constexpr char kConfirmationDigestTemplate[] = "confirmation-digest";

// A confirmation that no mail could take within this time is given up. The receipt itself stays with submission.
inline constexpr absl::Duration kConfirmedWithin = absl::Hours(24 * 30);

// The stage by which a confirmation is recorded as sent, `confirmed/{number of the ledger's entry}`. Its resource is the
// revision, and its recipient the contact.
std::string ConfirmationStage(const v1::ConfirmedFiling& filing);

// Whether the delivery lists confirmations and no duty.
bool IsConfirmationDigest(const v1::Delivery& delivery);

// A confirmation, and the working morning that it belongs to.
struct DueConfirmation {
  v1::ConfirmedFiling filing;
  absl::Time morning;
};

// Those of `waiting` that may go out at `now`. Like a reminder that is late, one that has missed its morning waits for the
// next one.
std::vector<DueConfirmation> DueConfirmations(const std::vector<v1::ConfirmedFiling>& waiting, const Mornings& mornings,
                                              absl::TimeZone zone, absl::Time now);

// The digests with each confirmation in the one for its contact's mailbox, and after them one more for each contact whose mailbox has
// none. Confirmations stand in the order of the ledger. A contact that is not among `contacts` is told nothing.
std::vector<Digest> WithConfirmations(std::vector<Digest> digests, const std::vector<DueConfirmation>& due,
                                      const std::vector<v1::Contact>& contacts);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_CONFIRMED_H_
