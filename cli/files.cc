#include "cli/files.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "cli/text/error_text.h"
#include "cli/text/textproto.h"

namespace lianfang::cli {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ostringstream content;
  if (path == "-") {
    content << std::cin.rdbuf();
    return content.str();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return UsageError(absl::StrCat(path, ": cannot be opened"));
  content << file.rdbuf();
  if (file.bad() || content.bad()) return UsageError(absl::StrCat(path, ": cannot be read"));
  return content.str();
}

absl::Status WriteFile(const std::string& path, absl::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file ? absl::OkStatus() : UsageError(absl::StrCat(path, ": cannot be written"));
}

absl::Status ReadTextproto(const std::string& path, google::protobuf::Message& message) {
  auto content = ReadFile(path);
  if (!content.ok()) return content.status();
  const absl::Status parsed = ParseTextproto(*content, path, message);
  return parsed.ok() ? parsed : UsageError(parsed.message());
}

absl::Status ReadJson(const std::string& path, google::protobuf::Message& message) {
  auto content = ReadFile(path);
  if (!content.ok()) return content.status();
  const auto parsed = google::protobuf::util::JsonStringToMessage(*content, &message);
  if (parsed.ok()) return absl::OkStatus();
  return UsageError(
      absl::StrCat(path, ": not the JSON of a ", message.GetDescriptor()->name(), ": ", std::string(parsed.message())));
}

absl::Status WriteJson(const std::string& path, const google::protobuf::Message& message) {
  return WriteFile(path, ToJson(message));
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails only on strings that are not UTF-8, which neither the wire nor a parser lets in.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace lianfang::cli
