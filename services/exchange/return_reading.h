// How reconciliation reads what the departments have filed.
#ifndef LIANFANG_SERVICES_EXCHANGE_RETURN_READING_H_
#define LIANFANG_SERVICES_EXCHANGE_RETURN_READING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/exchange/domain/reconciliation/return_facts.h"

namespace lianfang::exchange {

// Thread-safe. Every call: UNAVAILABLE while the returns cannot be read, DEADLINE_EXCEEDED.
class ReturnReading {
 public:
  virtual ~ReturnReading() = default;

  // Where a plan's returns stand: another text after every filing, review, waiver and amendment.
  virtual absl::StatusOr<std::string> Position(const std::string& plan, absl::Time deadline) = 0;
  // The returns of a plan that are in force. What is filed while they are read may be among them or not; it changes the position.
  virtual absl::StatusOr<std::vector<FiledReturn>> ReadInForce(const std::string& plan, absl::Time deadline) = 0;
  // Ends calls under way, and later ones at once, CANCELLED: the service stops.
  virtual void Interrupt() {}
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RETURN_READING_H_
