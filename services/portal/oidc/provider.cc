#include "services/portal/oidc/provider.h"

#include <curl/curl.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/log.h"
#include "common/secret_file.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/domain/oidc/id_token.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Struct;

constexpr absl::Duration kMetadataLasts = absl::Hours(1);
constexpr absl::Duration kKeysLast = absl::Hours(1);
constexpr absl::Duration kAskKeysAgain = absl::Minutes(1);
constexpr size_t kLongestAnswer = 1 << 20;

size_t Append(char* bytes, size_t size, size_t count, void* text) {
  auto& answer = *static_cast<std::string*>(text);
  if (answer.size() + size * count > kLongestAnswer) return 0;  // ends the transfer
  answer.append(bytes, size * count);
  return size * count;
}

absl::Status Away(absl::string_view why) {
  Log(LogLevel::kWarning, "oidc_provider", {{"reason", why}});
  return absl::UnavailableError("the single sign-on does not answer");
}

}  // namespace

absl::StatusOr<std::pair<long, std::string>> OidcProvider::Ask(const std::string& url, const Form* form) {  // NOLINT
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  std::string answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl.get(), CURLOPT_CAINFO, options_.ca.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  std::string body, user;
  if (form != nullptr) {
    body = absl::StrJoin(*form, "&", [](std::string* out, const auto& field) {
      absl::StrAppend(out, field.first, "=", PercentEncoded(field.second));
    });
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    if (!options_.client_secret_file.empty()) {
      // client_secret_basic: both are form-encoded first (RFC 6749, 2.3.1).
      user = absl::StrCat(PercentEncoded(options_.client_id), ":",
                          PercentEncoded(ReadSecret(options_.client_secret_file).value_or("")));
      curl_easy_setopt(curl.get(), CURLOPT_USERPWD, user.c_str());
    }
  }
  if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK) return Away(curl_easy_strerror(code));
  long status = 0;  // NOLINT(runtime/int): libcurl's
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return std::make_pair(status, std::move(answer));
}

absl::StatusOr<Struct> OidcProvider::Get(const std::string& url) {
  const auto answer = Ask(url, nullptr);
  if (!answer.ok()) return answer.status();
  auto object = answer->first == 200 ? ParseObject(answer->second) : std::nullopt;
  if (!object.has_value()) return Away(absl::StrCat(url, " answers ", answer->first, " and no JSON object"));
  return *std::move(object);
}

absl::StatusOr<ProviderMetadata> OidcProvider::Metadata() {
  {
    absl::MutexLock lock(&mutex_);
    if (clock_.Now() < metadata_until_) return metadata_;
  }
  const auto document = Get(absl::StrCat(absl::StripSuffix(options_.issuer, "/"), "/.well-known/openid-configuration"));
  if (!document.ok()) return document.status();
  ProviderMetadata metadata{TextUnder(*document, "authorization_endpoint"), TextUnder(*document, "token_endpoint"),
                            TextUnder(*document, "jwks_uri")};
  if (TextUnder(*document, "issuer") != options_.issuer) return Away("its discovery document is of another issuer");
  for (const std::string& url : {metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri}) {
    if (!absl::StartsWith(url, "https://")) return Away("its discovery document lacks an https endpoint");
  }
  absl::MutexLock lock(&mutex_);
  metadata_ = metadata;
  metadata_until_ = clock_.Now() + kMetadataLasts;
  return metadata;
}

absl::StatusOr<Struct> OidcProvider::Keys(bool anew) {
  {
    absl::MutexLock lock(&mutex_);
    const absl::Duration age = clock_.Now() - keys_read_;
    if (age < (anew ? kAskKeysAgain : kKeysLast)) return keys_;
  }
  const auto metadata = Metadata();
  if (!metadata.ok()) return metadata.status();
  auto keys = Get(metadata->jwks_uri);
  if (!keys.ok()) return keys;
  absl::MutexLock lock(&mutex_);
  keys_ = *keys;
  keys_read_ = clock_.Now();
  return keys;
}

absl::StatusOr<std::string> OidcProvider::Redeem(const std::string& code, const std::string& code_verifier,
                                                 const std::string& redirect_uri) {
  const auto metadata = Metadata();
  if (!metadata.ok()) return metadata.status();
  const Form form = {{"grant_type", "authorization_code"},
                     {"code", code},
                     {"redirect_uri", redirect_uri},
                     {"client_id", options_.client_id},
                     {"code_verifier", code_verifier}};
  const auto answer = Ask(metadata->token_endpoint, &form);
  if (!answer.ok()) return answer.status();
  const auto object = ParseObject(answer->second);
  const std::string token = object.has_value() ? TextUnder(*object, "id_token") : "";
  if (answer->first == 200 && !token.empty()) return token;
  Log(LogLevel::kWarning, "oidc_refused",
      {{"status", absl::StrCat(answer->first)}, {"error", object.has_value() ? TextUnder(*object, "error") : ""}});
  return absl::UnauthenticatedError("the single sign-on refuses the code");
}

}  // namespace lianfang::portal
