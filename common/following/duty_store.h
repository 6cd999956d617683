// Where a service keeps the duties of others that it follows (duty_sync.h).
#ifndef LIANFANG_COMMON_FOLLOWING_DUTY_STORE_H_
#define LIANFANG_COMMON_FOLLOWING_DUTY_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"

namespace lianfang {

// A change of a source: all duties of a resource as it left them.
struct ReceivedDuties {
  std::string source;
  std::string resource;
  std::vector<duty::v1::Duty> duties;
};

// The duties, and how far each source was received. Thread-safe; every call ends by `deadline`.
class DutyStore {
 public:
  virtual ~DutyStore() = default;

  // Cursor of the last change received from a source; empty when there is none.
  virtual absl::StatusOr<std::string> LoadDutyCursor(const std::string& source, absl::Time deadline) = 0;
  // Keeps the duties of a resource as received, in place of those before, and moves the source's cursor from `after` to
  // `cursor`, both or neither. ABORTED when the cursor is not `after`: another replica received the change.
  virtual absl::Status SaveDuties(const ReceivedDuties& received, const std::string& after, const std::string& cursor,
                                  absl::Time deadline) = 0;
  // Moves the cursor alone: the stream had nothing more up to there. ABORTED likewise.
  virtual absl::Status MoveDutyCursor(const std::string& source, const std::string& after, const std::string& cursor,
                                      absl::Time deadline) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_DUTY_STORE_H_
