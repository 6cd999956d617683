#include "services/expert/ledger/plan_ledger.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::expert {

absl::Status KeyNotRegistered(absl::string_view actor) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat(actor, " has registered no key in the ledger of the plan"), "KEY_NOT_REGISTERED",
                         {{"actor", std::string(actor)}});
}

}  // namespace lianfang::expert
