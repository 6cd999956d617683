// Seals records anew after the key has changed (docs: README.md, "Keys").
#ifndef LIANFANG_SERVICES_EXCHANGE_RESEAL_H_
#define LIANFANG_SERVICES_EXCHANGE_RESEAL_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/exchange/sealed_records.h"
#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

struct ResealReport {
  int64_t resealed = 0;
  int64_t unreadable = 0;  // whose key is not in the ring: left as they are
};

// Every version that is not sealed with the key that seals now. Others may publish and read meanwhile; run again it goes on where it was
// stopped. An error of the store ends it.
absl::StatusOr<ResealReport> ResealAll(ExchangeStore& store, const RecordSealer& sealer);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RESEAL_H_
