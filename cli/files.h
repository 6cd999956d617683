// Files that people name on the command line.
#ifndef LIANFANG_CLI_FILES_H_
#define LIANFANG_CLI_FILES_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// The file's bytes; `-` reads standard input. A usage error when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes the bytes. A usage error when the file cannot be written.
absl::Status WriteFile(const std::string& path, absl::string_view bytes);

// Reads a document written as textproto; a usage error with `file:line:column` for every fault.
absl::Status ReadTextproto(const std::string& path, google::protobuf::Message& message);

// Reads and writes a message as proto JSON. A usage error when the file cannot be read or written, or is not of that
// type.
absl::Status ReadJson(const std::string& path, google::protobuf::Message& message);
absl::Status WriteJson(const std::string& path, const google::protobuf::Message& message);

// The message as proto JSON, over several lines.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_FILES_H_
