// What the handlers of this service share.
#ifndef LIANFANG_SERVICES_EXCHANGE_EXCHANGE_CONTEXT_H_
#define LIANFANG_SERVICES_EXCHANGE_EXCHANGE_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/field_cipher.h"
#include "common/following/plan_editions.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "services/exchange/sealed_records.h"
#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

// Outlived by what it refers to. Thread-safe, as its members are.
struct ExchangeContext {
  ExchangeStore& store;
  PlanEditions& plans;
  const FieldCipher& cipher;
  const RecordSealer& sealer;
  const Clock& clock;

  // The newest edition of a plan. INVALID_ARGUMENT under `field` for a name that is none; NOT_FOUND.
  absl::StatusOr<std::shared_ptr<const type::v1::Plan>> FindPlan(absl::string_view field, const std::string& name,
                                                                 absl::Time deadline) const;
  // INVALID_ARGUMENT under `field`; NOT_FOUND.
  absl::StatusOr<v1::Agreement> FindAgreement(absl::string_view field, const std::string& name,
                                              absl::Time deadline) const;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_EXCHANGE_CONTEXT_H_
