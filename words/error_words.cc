#include "words/error_words.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "words/catalogue.h"
#include "words/error_tables.h"

namespace lianfang {
namespace {

constexpr char kLocale[] = "zh-CN";

const Catalogue& Messages() {
  static const auto& messages =
      *new Catalogue({CommonMessages(), SubmissionMessages(), CoordinationMessages(), EvaluationMessages(),
                      ExchangeMessages(), ExpertMessages(), FundMessages(), NotificationMessages(), PortalMessages()});
  return messages;
}

const Catalogue& Reasons() {
  static const auto& reasons = *new Catalogue({ReasonMessages()});
  return reasons;
}

std::string ChineseOf(absl::StatusCode code, absl::string_view message,
                      const std::optional<google::rpc::ErrorInfo>& info) {
  if (auto chinese = ChineseOfMessage(message)) return *std::move(chinese);
  if (info.has_value()) {
    if (auto chinese = ChineseOfReason(info->reason())) return *std::move(chinese);
  }
  return ChineseOfCode(code);
}

google::rpc::LocalizedMessage InChinese(std::string text) {
  google::rpc::LocalizedMessage message;
  message.set_locale(kLocale);
  message.set_message(std::move(text));
  return message;
}

// Adds the Chinese of every violation, while there is room.
void LocalizeViolations(google::protobuf::Any& detail, size_t room) {
  google::rpc::BadRequest faults;
  if (!faults.ParseFromString(detail.value())) return;
  const size_t before = faults.ByteSizeLong();
  for (auto& violation : *faults.mutable_field_violations()) {
    auto chinese = ChineseOfMessage(violation.description());
    if (!chinese.has_value() || violation.has_localized_message()) continue;
    *violation.mutable_localized_message() = InChinese(*std::move(chinese));
    if (faults.ByteSizeLong() > before + room) {
      violation.clear_localized_message();
      break;
    }
  }
  detail.set_value(faults.SerializeAsString());
}

}  // namespace

std::optional<std::string> ChineseOfMessage(absl::string_view message) { return Messages().Chinese(message); }

std::optional<std::string> ChineseOfReason(absl::string_view reason) { return Reasons().Chinese(reason); }

std::string ChineseOfCode(absl::StatusCode code) {
  const auto known = CodeMessages().Chinese(absl::StatusCodeToString(code));
  return known.value_or(absl::StrCat("服务答复错误代码 ", static_cast<int>(code)));
}

std::string ChineseOf(const absl::Status& status) {
  if (const auto said = LocalizedMessageOf(status)) return said->message();
  return ChineseOf(status.code(), status.message(), ErrorInfoOf(status));
}

void Localize(google::rpc::Status& status, size_t most_bytes) {
  std::optional<google::rpc::ErrorInfo> info;
  for (const auto& detail : status.details()) {
    if (detail.type_url() == kLocalizedMessageType) return;
    if (detail.type_url() == kErrorInfoType) info.emplace().ParseFromString(detail.value());
  }
  auto* added = status.add_details();
  added->set_type_url(kLocalizedMessageType);
  added->set_value(
      InChinese(ChineseOf(static_cast<absl::StatusCode>(status.code()), status.message(), info)).SerializeAsString());
  if (status.ByteSizeLong() > most_bytes) {
    status.mutable_details()->RemoveLast();
    return;
  }
  for (auto& detail : *status.mutable_details()) {
    if (detail.type_url() == kBadRequestType) LocalizeViolations(detail, most_bytes - status.ByteSizeLong());
  }
}

}  // namespace lianfang
