// Files that people name on the command line.
#ifndef LIANFANG_CLI_FILES_H_
#define LIANFANG_CLI_FILES_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// The file's bytes; `-` reads standard input. A usage error when it is a directory, cannot be read to its end, or holds
// more than `most_bytes`, of which no more is kept in memory.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t most_bytes = std::numeric_limits<size_t>::max());

// Writes the bytes. A usage error when the file cannot be written.
absl::Status WriteFile(const std::string& path, absl::string_view bytes);

// Writes the bytes beside the file and then puts them in its place, so that it never holds a part of them. A usage error
// when that fails; the file is then as it was.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes);

// A file and what it is to hold.
struct FileContent {
  std::string path;
  std::string bytes;
};

// The same for several files that belong together: all of them are written beside before the first is put in its place. Asks `stopped` before
// each that is written, and once more before the first is put there: CANCELLED, and all are as they were.
absl::Status ReplaceFiles(const std::vector<FileContent>& files, const std::function<bool()>& stopped);

// Whether the file can be written, before something is done that cannot be undone: opens it, and writes to one that is
// not there yet, which is gone again afterwards. A usage error otherwise. A disk may still fill up in between.
absl::Status CheckWritable(const std::string& path);

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
