#include "cli/files.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "cli/text/error_text.h"
#include "cli/text/textproto.h"

namespace lianfang::cli {

namespace {

constexpr size_t kChunk = size_t{1} << 16;

// A descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ > STDERR_FILENO) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  const int number_;
};

// With what the system says of it.
absl::Status SystemError(absl::string_view path, absl::string_view what) {
  return UsageError(absl::StrCat(path, ": ", what, ": ", std::strerror(errno)));
}

// Where a file is written until it is whole.
std::string Beside(const std::string& path) { return absl::StrCat(path, ".part"); }

absl::Status PutInPlace(const std::string& path) {
  if (std::rename(Beside(path).c_str(), path.c_str()) == 0) return absl::OkStatus();
  return SystemError(path, "cannot be written");
}

}  // namespace

// By descriptor: a stream says neither why nor, in the middle of a file, that it failed at all.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t most_bytes) {
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return SystemError(path, "cannot be opened");
  std::string content;
  while (true) {
    const size_t before = content.size();
    content.resize(before + kChunk);
    const ssize_t size = read(file.number(), content.data() + before, kChunk);
    content.resize(before + static_cast<size_t>(std::max<ssize_t>(size, 0)));
    if (size == 0) return content;
    if (size < 0 && errno != EINTR) return SystemError(path, "cannot be read");
    if (content.size() > most_bytes) return UsageError(absl::StrCat(path, ": is larger than ", most_bytes, " bytes"));
  }
}

absl::Status WriteFile(const std::string& path, absl::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file ? absl::OkStatus() : UsageError(absl::StrCat(path, ": cannot be written"));
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes) {
  const std::string beside = Beside(path);
  absl::Status written = WriteFile(beside, bytes);
  if (written.ok()) written = PutInPlace(path);
  if (!written.ok()) unlink(beside.c_str());
  return written;
}

absl::Status ReplaceFiles(const std::vector<FileContent>& files, const std::function<bool()>& stopped) {
  const absl::Status cancelled = absl::CancelledError("interrupted");
  absl::Status written;
  for (const FileContent& file : files) {
    written = stopped() ? cancelled : WriteFile(Beside(file.path), file.bytes);
    if (!written.ok()) break;
  }
  if (written.ok() && stopped()) written = cancelled;
  for (const FileContent& file : files) {
    if (written.ok()) written = PutInPlace(file.path);
    if (!written.ok()) unlink(Beside(file.path).c_str());
  }
  return written;
}

absl::Status CheckWritable(const std::string& path) {
  constexpr mode_t kMode = 0666;  // less what the process masks out
  const Descriptor created(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (created.number() >= 0) {
    const std::string block(4096, ' ');
    const bool filled = write(created.number(), block.data(), block.size()) == static_cast<ssize_t>(block.size());
    const absl::Status written = filled ? absl::OkStatus() : SystemError(path, "cannot be written");
    unlink(path.c_str());
    return written;
  }
  if (errno != EEXIST) return SystemError(path, "cannot be written");
  const Descriptor existing(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return existing.number() >= 0 ? absl::OkStatus() : SystemError(path, "cannot be written");
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
