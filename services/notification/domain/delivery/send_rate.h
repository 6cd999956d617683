// How many mails may go out: a bucket of tokens that fills at a steady rate. The store keeps the bucket, so that all
// replicas draw from one.
//
//   SendAllowance allowance = Refilled({.tokens = 3.5, .time = then}, /*per_minute=*/60, now);
//   const int granted = Take(allowance, 8);       // at most the whole tokens that are there
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_SEND_RATE_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_SEND_RATE_H_

#include "absl/time/time.h"

namespace lianfang::notification {

// What may still go out, as of an instant.
struct SendAllowance {
  double tokens = 0;
  absl::Time time = absl::InfinitePast();
};

// The allowance at `now`: fuller by the time passed, to at most what a tenth of a minute brings (at least one), so that
// an idle night does not end in a burst. A clock set back takes nothing away and adds nothing.
SendAllowance Refilled(SendAllowance allowance, int per_minute, absl::Time now);

// Takes up to `wanted` whole tokens, and says how many.
int Take(SendAllowance& allowance, int wanted);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_SEND_RATE_H_
