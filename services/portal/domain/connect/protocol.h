// The Connect protocol (https://connectrpc.com/docs/protocol): RPCs over plain HTTP. Pure; what the server does with it is rpc_handler.h's.
//
//   POST /lianfang.submission.v1.PlanService/GetPlan      content-type: application/json        one message in, one out
//   POST /lianfang.duty.v1.DutyService/WatchDuties        content-type: application/connect+json      envelopes
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_CONNECT_PROTOCOL_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_CONNECT_PROTOCOL_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

enum class Codec { kJson, kProto };

// What the headers of a call say.
struct CallForm {
  Codec codec = Codec::kJson;
  bool stream = false;
  absl::Duration timeout = absl::InfiniteDuration();  // infinite: the caller set none
};

// `application/json`, `application/proto`, `application/connect+json`, `application/connect+proto`, a charset of UTF-8 allowed. Nullopt for
// anything else: 415.
std::optional<CallForm> FormOf(absl::string_view content_type);
std::string ContentTypeOf(const CallForm& form);

// The form of a call's headers. INVALID_ARGUMENT for a Connect-Timeout-Ms that is not 1 to 10 digits or a Connect-Protocol-Version other
// than 1, UNIMPLEMENTED for a compression. `form` is that of the content type.
absl::StatusOr<CallForm> ReadForm(const HttpHead& head, CallForm form);

// `invalid_argument`, as the protocol writes codes.
absl::string_view CodeName(absl::StatusCode code);
int HttpStatusOf(absl::StatusCode code);

// `{"code":…,"message":…,"details":[{"type":…,"value":…,"debug":…}]}`.
std::string ErrorJson(const google::rpc::Status& status);

// What a unary call, or a call that is refused before its stream begins, is answered.
HttpReply ErrorReply(const google::rpc::Status& status);

// Envelopes of a stream.
inline constexpr unsigned char kCompressedFlag = 1;
inline constexpr unsigned char kEndFlag = 2;
inline constexpr size_t kEnvelopeBytes = 5;

std::string Envelope(absl::string_view message, unsigned char flags = 0);
// The last envelope: an error, or none.
std::string EndEnvelope(const google::rpc::Status* error);

// The message of a body that is one envelope, as a server stream's request is. INVALID_ARGUMENT where it is not, UNIMPLEMENTED where it is
// compressed.
absl::StatusOr<std::string> OnlyMessage(absl::string_view body);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_CONNECT_PROTOCOL_H_
