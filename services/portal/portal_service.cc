#include "services/portal/portal_service.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/time.h"
#include "services/portal/domain/session/session_rules.h"

namespace lianfang::portal {
namespace {

constexpr size_t kHashBytes = 32;
constexpr size_t kLongestPem = 16 << 10;

absl::Status CheckLinkRequest(const v1::CreateLoginLinkRequest& request) {
  FieldViolations faults;
  if (request.token_hash().size() != kHashBytes) {
    faults.Add("token_hash", absl::StrCat("must have ", kHashBytes, " bytes, has ", request.token_hash().size()));
  }
  if (request.certificate().size() > kLongestPem)
    faults.Add("certificate", absl::StrCat("may have ", kLongestPem, " bytes"));
  if (request.chain().size() > kLongestPem) faults.Add("chain", absl::StrCat("may have ", kLongestPem, " bytes"));
  return faults.ToStatus();
}

}  // namespace

void PortalService::Register(ContractService& service) {
  service.Unary<v1::CreateLoginLinkRequest, v1::CreateLoginLinkResponse>(
      "CreateLoginLink",
      [this](const Call& call, const v1::CreateLoginLinkRequest& request) { return CreateLoginLink(call, request); });
  service.Unary<v1::EndSessionsRequest, v1::EndSessionsResponse>(
      "EndSessions",
      [this](const Call& call, const v1::EndSessionsRequest& request) { return EndSessions(call, request); });
}

absl::StatusOr<v1::CreateLoginLinkResponse> PortalService::CreateLoginLink(const Call& call,
                                                                           const v1::CreateLoginLinkRequest& request) {
  if (absl::Status status = CheckLinkRequest(request); !status.ok()) return status;
  const auto named = verify_(request.certificate(), request.chain());
  if (!named.ok()) return named.status();
  // The certificate is the one that this call is made with: nobody gets a session under another, public as it is.
  if (named->uri != call.caller.uri || named->serial != call.certificate_serial) {
    return InvalidField("certificate", "must be the certificate under which the call is made");
  }
  v1::PendingLogin login;
  login.set_uri(call.caller.uri);
  login.set_certificate(request.certificate());
  login.set_chain(request.chain());
  const std::string hash = absl::BytesToHexString(request.token_hash());
  if (absl::Status kept = store_.Begin(hash, login, kLinkLifetime); !kept.ok()) return kept;
  v1::CreateLoginLinkResponse response;
  response.set_url_prefix(absl::StrCat(origin_, "/login/link?token="));
  *response.mutable_expire_time() = ToTimestamp(clock_.Now() + kLinkLifetime);
  return response;
}

absl::StatusOr<v1::EndSessionsResponse> PortalService::EndSessions(const Call& call, const v1::EndSessionsRequest&) {
  const auto count = store_.RemoveAll(call.caller.uri);
  if (!count.ok()) return count.status();
  Log(LogLevel::kInfo, "sign_out", {{"caller", call.caller.uri}, {"kind", "everywhere"}, {"address", call.address}});
  v1::EndSessionsResponse response;
  response.set_count(*count);
  return response;
}

}  // namespace lianfang::portal
