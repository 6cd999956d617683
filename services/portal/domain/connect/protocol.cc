#include "services/portal/domain/connect/protocol.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "google/rpc/error_details.pb.h"
#include "services/portal/domain/json_writer.h"

namespace lianfang::portal {
namespace {

struct CodeRow {
  absl::StatusCode code;
  absl::string_view name;
  int http;
};

constexpr CodeRow kCodes[] = {
    {absl::StatusCode::kCancelled, "canceled", 499},
    {absl::StatusCode::kUnknown, "unknown", 500},
    {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
    {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
    {absl::StatusCode::kNotFound, "not_found", 404},
    {absl::StatusCode::kAlreadyExists, "already_exists", 409},
    {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
    {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
    {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
    {absl::StatusCode::kAborted, "aborted", 409},
    {absl::StatusCode::kOutOfRange, "out_of_range", 400},
    {absl::StatusCode::kUnimplemented, "unimplemented", 501},
    {absl::StatusCode::kInternal, "internal", 500},
    {absl::StatusCode::kUnavailable, "unavailable", 503},
    {absl::StatusCode::kDataLoss, "data_loss", 500},
    {absl::StatusCode::kUnauthenticated, "unauthenticated", 401},
};

const CodeRow& RowOf(absl::StatusCode code) {
  const auto* found =
      std::find_if(std::begin(kCodes), std::end(kCodes), [&](const CodeRow& row) { return row.code == code; });
  return found == std::end(kCodes) ? kCodes[1] : *found;
}

// What the detail says, for whoever reads the answer without the contracts at hand; empty where it is of a kind that we do not know.
std::string DebugOf(const google::protobuf::Any& detail) {
  std::string json;
  const auto print = [&](google::protobuf::Message&& message) {
    return message.ParseFromString(detail.value()) && google::protobuf::util::MessageToJsonString(message, &json).ok();
  };
  const bool known = detail.type_url() == kBadRequestType         ? print(google::rpc::BadRequest())
                     : detail.type_url() == kErrorInfoType        ? print(google::rpc::ErrorInfo())
                     : detail.type_url() == kLocalizedMessageType ? print(google::rpc::LocalizedMessage())
                     : detail.type_url() == kRetryInfoType        ? print(google::rpc::RetryInfo())
                                                                  : false;
  return known ? json : "";
}

std::string UnpaddedBase64(absl::string_view bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

absl::StatusOr<absl::Duration> TimeoutOf(absl::string_view text) {
  int64_t milliseconds = 0;
  const bool digits = !text.empty() && text.size() <= 10 &&
                      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (!digits || !absl::SimpleAtoi(text, &milliseconds)) {
    return InvalidField("connect-timeout-ms", "must be 1 to 10 digits, milliseconds");
  }
  return absl::Milliseconds(milliseconds);
}

}  // namespace

std::optional<CallForm> FormOf(absl::string_view content_type) {
  const std::vector<absl::string_view> parts = absl::StrSplit(content_type, ';');
  const std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[0]));
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::string parameter = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[i]));
    if (parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return std::nullopt;
  }
  if (type == "application/json") return CallForm{Codec::kJson, false};
  if (parts.size() == 1 && type == "application/proto") return CallForm{Codec::kProto, false};
  if (type == "application/connect+json") return CallForm{Codec::kJson, true};
  if (parts.size() == 1 && type == "application/connect+proto") return CallForm{Codec::kProto, true};
  return std::nullopt;
}

std::string ContentTypeOf(const CallForm& form) {
  return absl::StrCat("application/", form.stream ? "connect+" : "", form.codec == Codec::kJson ? "json" : "proto");
}

absl::StatusOr<CallForm> ReadForm(const HttpHead& head, CallForm form) {
  for (const char* name : {"content-encoding", "connect-content-encoding"}) {
    const absl::string_view encoding = head.Value(name);
    if (encoding.empty() || encoding == "identity") continue;
    return absl::UnimplementedError(
        absl::StrCat("a compressed request (", Shortened(encoding, 40), "); supported: identity"));
  }
  if (const std::string* version = head.Find("connect-protocol-version"); version != nullptr && *version != "1") {
    return InvalidField("connect-protocol-version", "must be 1");
  }
  if (const std::string* text = head.Find("connect-timeout-ms"); text != nullptr) {
    const auto timeout = TimeoutOf(*text);
    if (!timeout.ok()) return timeout.status();
    form.timeout = *timeout;
  }
  return form;
}

absl::string_view CodeName(absl::StatusCode code) { return RowOf(code).name; }

int HttpStatusOf(absl::StatusCode code) { return RowOf(code).http; }

std::string ErrorJson(const google::rpc::Status& status) {
  JsonWriter json;
  json.BeginObject();
  json.Key("code").Value(CodeName(static_cast<absl::StatusCode>(status.code())));
  if (!status.message().empty()) json.Key("message").Value(status.message());
  if (status.details_size() > 0) {
    json.Key("details").BeginArray();
    for (const auto& detail : status.details()) {
      const absl::string_view url = detail.type_url();
      json.BeginObject();
      json.Key("type").Value(url.substr(url.rfind('/') == absl::string_view::npos ? 0 : url.rfind('/') + 1));
      json.Key("value").Value(UnpaddedBase64(detail.value()));
      if (const std::string debug = DebugOf(detail); !debug.empty()) json.Key("debug").Raw(debug);
      json.EndObject();
    }
    json.EndArray();
  }
  json.EndObject();
  return json.text();
}

HttpReply ErrorReply(const google::rpc::Status& status) {
  return {.status = HttpStatusOf(static_cast<absl::StatusCode>(status.code())),
          .fields = {{"content-type", "application/json"}, {"cache-control", "no-store"}},
          .body = ErrorJson(status)};
}

std::string Envelope(absl::string_view message, unsigned char flags) {
  std::string bytes;
  bytes.reserve(kEnvelopeBytes + message.size());
  bytes.push_back(static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((message.size() >> shift) & 0xff));
  bytes.append(message.data(), message.size());
  return bytes;
}

std::string EndEnvelope(const google::rpc::Status* error) {
  return Envelope(error == nullptr ? "{}" : absl::StrCat("{\"error\":", ErrorJson(*error), "}"), kEndFlag);
}

absl::StatusOr<std::string> OnlyMessage(absl::string_view body) {
  if (body.size() < kEnvelopeBytes) {
    return absl::InvalidArgumentError("the body must be one envelope: a byte of flags, four of length, the message");
  }
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(body[i]); };
  if ((byte(0) & kCompressedFlag) != 0) return absl::UnimplementedError("a compressed message; supported: identity");
  if (byte(0) != 0) return absl::InvalidArgumentError("the envelope of a request has no flags");
  const size_t length = (size_t{byte(1)} << 24) | (size_t{byte(2)} << 16) | (size_t{byte(3)} << 8) | size_t{byte(4)};
  if (length != body.size() - kEnvelopeBytes) {
    return absl::InvalidArgumentError("the body must be one envelope, as long as it says");
  }
  return std::string(body.substr(kEnvelopeBytes));
}

}  // namespace lianfang::portal
