// `lianfang portal`: into the web page with the certificate that the command line has, and out of it everywhere.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "common/hash.h"
#include "common/id.h"
#include "lianfang/portal/v1/portal_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using portal::v1::CreateLoginLinkRequest;
using portal::v1::CreateLoginLinkResponse;
using portal::v1::EndSessionsRequest;
using portal::v1::EndSessionsResponse;
using Service = portal::v1::PortalService;

constexpr size_t kTokenBytes = 32;
constexpr size_t kLongestPem = 64 << 10;
constexpr char kEndOfCertificate[] = "-----END CERTIFICATE-----\n";

struct LoginArgs {
  CreateLoginLinkRequest request;
};

void DeclareLogin(Verb&, LoginArgs&) {}

// The certificate that calls are made with, and apart from it those that lead to the authority.
absl::Status ReadCertificate(const std::string& path, CreateLoginLinkRequest& request) {
  const auto pem = ReadFile(path, kLongestPem);
  if (!pem.ok()) return pem.status();
  const size_t end = pem->find(kEndOfCertificate);
  const size_t rest = end == std::string::npos ? pem->size() : end + sizeof(kEndOfCertificate) - 1;
  request.set_certificate(pem->substr(0, rest));
  request.set_chain(pem->substr(rest));
  return absl::OkStatus();
}

ExitCode Login(Session& session, LoginArgs& args) {
  if (const absl::Status read = ReadCertificate(session.options().client.tls.certificate, args.request); !read.ok()) {
    return session.Fail(read);
  }
  // The portal learns the token's hash; the link alone has the token.
  const std::string token = RandomHex(kTokenBytes);
  args.request.set_token_hash(Sha256(token));
  auto response = session.client().Call(&Service::Stub::CreateLoginLink, args.request);
  if (response.ok()) response->set_url_prefix(absl::StrCat(response->url_prefix(), token));
  return session.Answer(
      response, [](const CreateLoginLinkResponse& link, Session&) { return absl::StrCat(link.url_prefix(), "\n"); });
}

struct LogoutArgs {
  EndSessionsRequest request;
};

void DeclareLogout(Verb&, LogoutArgs&) {}

std::string RenderLogout(const EndSessionsResponse& response, Session& session) {
  if (session.language() == Language::kChinese) return absl::StrCat("已退出 ", response.count(), " 处登录\n");
  return absl::StrCat("sessions ended: ", response.count(), "\n");
}

ExitCode Logout(Session& session, LogoutArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::EndSessions, args.request), RenderLogout);
}

}  // namespace

void PortalVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "login", "Makes a link that signs you in at the web page, once, within a minute", DeclareLogin,
          Login);
  AddVerb(noun, session, "logout", "Ends all your sessions at the web page", DeclareLogout, Logout);
}

}  // namespace lianfang::cli
