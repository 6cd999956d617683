// An engagement as an appointment in a calendar file (RFC 5545), by libical.
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_APPOINTMENT_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_APPOINTMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/engagement.pb.h"

namespace lianfang::expert {

// The file's text. `expert` makes the event's UID one person's own; a cancelled one takes the event of the same UID out
// of the calendar again. The same arguments give the same bytes.
std::string AppointmentFile(const v1::Engagement& engagement, absl::string_view expert, absl::Time stamp,
                            bool cancelled);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_APPOINTMENT_H_
