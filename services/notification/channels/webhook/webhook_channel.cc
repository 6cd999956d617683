#include "services/notification/channels/webhook/webhook_channel.h"

#include <curl/curl.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/secret_file.h"
#include "common/text.h"
#include "common/time.h"
#include "services/notification/channels/answer_text.h"
#include "services/notification/channels/webhook/webhook_outcome.h"
#include "services/notification/channels/webhook/webhook_signature.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/messages/template_source.h"

namespace lianfang::notification {
namespace {

constexpr size_t kMaxAddress = 64;
constexpr absl::string_view kLoopbackHosts[] = {"localhost", "127.0.0.1", "[::1]"};
constexpr size_t kMostKept = 4096;   // of an answer
constexpr size_t kMostRead = 65536;  // then the gateway is hung up on
constexpr absl::Duration kConnectTime = absl::Seconds(5);

struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
template <typename T>
using Owned = std::unique_ptr<T, CloseCurl>;

// A part of the URL; empty where it has none.
std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  const Owned<char> owned(text);
  return text;
}

absl::Status CheckUrl(const std::string& text) {
  constexpr char kField[] = "webhook_url";
  const Owned<CURLU> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return InvalidField(kField, "must be https://host[:port]/path");
  }
  const std::string scheme = PartOf(url.get(), CURLUPART_SCHEME);
  const std::string host = PartOf(url.get(), CURLUPART_HOST);
  const bool local = std::find(std::begin(kLoopbackHosts), std::end(kLoopbackHosts), host) != std::end(kLoopbackHosts);
  if (scheme != "https" && !(scheme == "http" && local)) {
    return InvalidField(kField, "must be https://; http:// goes to this machine alone");
  }
  const bool named = !PartOf(url.get(), CURLUPART_USER).empty() || !PartOf(url.get(), CURLUPART_PASSWORD).empty();
  if (named || !PartOf(url.get(), CURLUPART_FRAGMENT).empty()) {
    return InvalidField(kField, "must be without user, password and fragment: the request is signed instead");
  }
  return absl::OkStatus();
}

std::string JsonString(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(value, &json);
  return written.ok() ? json : "\"\"";
}

absl::string_view KindOf(const v1::Delivery& delivery) {
  switch (delivery.kind()) {
    case v1::DELIVERY_KIND_NOTICE:
      return "notice";
    case v1::DELIVERY_KIND_ALERT:
      return "alert";
    case v1::DELIVERY_KIND_CONFIRMATION:
      return "confirmation";
    default:
      return "reminder";
  }
}

// `text`, cut to what gateways pass on: a notice's variables may be long.
std::string Shortened(const std::string& text) {
  if (CountCodePoints(text) <= kMaxShortText) return text;
  size_t end = 0;
  for (size_t characters = 0; characters < kMaxShortText - 1; ++characters) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

// What is read of an answer.
struct Answer {
  std::string text;  // its beginning
  size_t length = 0;
};

size_t TakeAnswer(char* data, size_t size, size_t count, void* user) {
  auto& answer = *static_cast<Answer*>(user);
  answer.length += size * count;
  answer.text.append(data, std::min(size * count, kMostKept - answer.text.size()));
  return answer.length > kMostRead ? 0 : size * count;
}

// A header line; false when memory is out.
void AddHeader(Owned<curl_slist>& headers, const std::string& line) {
  curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) return;
  static_cast<void>(headers.release());
  headers.reset(longer);
}

long Milliseconds(absl::Duration duration) { return static_cast<long>(absl::ToInt64Milliseconds(duration)); }

SendResult ChannelFault(const std::string& text) {
  return {SendResult::Outcome::kTransientFailure, 0, text, SendResult::Scope::kChannel};
}

}  // namespace

absl::StatusOr<std::unique_ptr<WebhookChannel>> WebhookChannel::Create(Options options) {
  static std::once_flag initialized;
  std::call_once(initialized, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const absl::Status checked = CheckUrl(options.url);
  if (!checked.ok()) return checked;
  if (options.secret_file.empty()) return InvalidField("webhook_secret_file", "must be given with webhook_url");
  return std::unique_ptr<WebhookChannel>(new WebhookChannel(std::move(options)));
}

std::string WebhookChannel::id() const { return "webhook"; }

ChannelLimits WebhookChannel::limits() const {
  return {.connections = options_.connections, .attempt_time = options_.timeout};
}

absl::StatusOr<std::string> WebhookChannel::CheckAddress(const std::string& address) const {
  const bool plain = std::all_of(address.begin(), address.end(),
                                 [](char c) { return absl::ascii_isalnum(c) || absl::StrContains("_.@+-", c); });
  if (address.empty() || address.size() > kMaxAddress || !plain) {
    return absl::InvalidArgumentError("must be 1 to 64 letters, digits and _ . @ + -: a user id or telephone number");
  }
  return address;
}

absl::StatusOr<ComposedMessage> WebhookChannel::Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                                        const v1::Delivery& delivery, absl::Time now) const {
  const auto content = templates.Render(message.template_name, delivery.language(), message.data);
  if (!content.ok()) return content.status();
  const std::string text = Shortened(content->short_text);
  return ComposedMessage{
      .subject = content->subject,
      .text = text,
      .bytes = absl::StrCat("{\"id\":", JsonString(delivery.name()), ",\"kind\":\"", KindOf(delivery), "\",\"to\":",
                            JsonString(AddressOf(delivery)), ",\"name\":", JsonString(delivery.display_name()),
                            ",\"subject\":", JsonString(content->subject), ",\"text\":", JsonString(text), "}"),
      .time = now};
}

SendResult WebhookChannel::Send(const v1::Delivery& delivery, const ComposedMessage& message) {
  const std::optional<std::string> secret = ReadSecret(options_.secret_file);
  if (!secret.has_value()) return ChannelFault("the secret file cannot be read");
  const Owned<CURL> handle(curl_easy_init());
  CURL* const curl = handle.get();
  if (curl == nullptr) return ChannelFault("no memory for a request");
  Owned<curl_slist> headers;
  AddHeader(headers, "Content-Type: application/json");
  AddHeader(headers, "Expect:");
  AddHeader(headers, absl::StrCat(kTimestampHeader, ": ", absl::ToUnixSeconds(message.time)));
  AddHeader(headers, absl::StrCat(kSignatureHeader, ": ", SignRequest(*secret, message.time, message.bytes)));
  AddHeader(headers, absl::StrCat(kIdempotencyHeader, ": ", IdempotencyKeyOf(delivery)));
  Answer answer;
  char error[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, absl::StartsWith(options_.url, "http:") ? "http" : "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(std::min(kConnectTime, options_.timeout)));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, Milliseconds(options_.timeout));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.bytes.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, message.bytes.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeAnswer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);

  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_off_t rest = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &rest);
  // The status stands once it is read: what follows it may be too long, too slow, or end early. One below 200 is no answer yet.
  const bool answered = status >= 200 && (code == CURLE_OK || code == CURLE_WRITE_ERROR || code == CURLE_PARTIAL_FILE ||
                                          code == CURLE_OPERATION_TIMEDOUT || code == CURLE_RECV_ERROR);
  if (!answered) return ChannelFault(AnswerLine(*error != '\0' ? error : curl_easy_strerror(code)));
  return OutcomeOf(static_cast<int>(status), absl::StrCat("HTTP ", status, " ", AnswerLine(answer.text)),
                   absl::Seconds(rest));
}

std::string IdempotencyKeyOf(const v1::Delivery& delivery) {
  const absl::Time queued = FromTimestamp(delivery.has_retry_time() ? delivery.retry_time() : delivery.create_time());
  return DerivedId(absl::StrCat(delivery.name(), "\n", AddressOf(delivery), "\n", absl::ToUnixMicros(queued)));
}

}  // namespace lianfang::notification
