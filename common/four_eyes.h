// Four eyes: nobody decides on what he filed.
#ifndef LIANFANG_COMMON_FOUR_EYES_H_
#define LIANFANG_COMMON_FOUR_EYES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"

namespace lianfang {

// Whether two identities may be the same person: by their names, where both certificates have one; without, all people of
// a department count as one.
bool MayBeOnePerson(const Identity& one, const Identity& other);

// OK unless the reviewer may be the person of the identity URI `filed_by`, or that cannot be read: PERMISSION_DENIED with
// the reason FOUR_EYES. A plan may relax the rule (Plan.four_eyes): callers look at that before.
absl::Status CheckFourEyes(absl::string_view filed_by, const Identity& reviewer);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOUR_EYES_H_
