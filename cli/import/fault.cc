#include "cli/import/fault.h"

#include "absl/strings/cord.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kChinesePayload = "lianfang.cli/zh";

}  // namespace

type::v1::LocalizedText Rule(absl::string_view zh, absl::string_view en) {
  type::v1::LocalizedText rule;
  rule.set_zh(std::string(zh));
  rule.set_en(std::string(en));
  return rule;
}

absl::Status FileFault(absl::string_view zh, absl::string_view en) {
  absl::Status status = absl::InvalidArgumentError(en);
  status.SetPayload(kChinesePayload, absl::Cord(zh));
  return status;
}

type::v1::LocalizedText TextOf(const absl::Status& status) {
  const auto zh = status.GetPayload(kChinesePayload);
  return Rule(zh.has_value() ? std::string(*zh) : std::string(status.message()), status.message());
}

}  // namespace lianfang::cli
