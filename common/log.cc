#include "common/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/text.h"

namespace lianfang {
namespace {

// Set once by InitLog before threads start; logging before that goes out unnamed.
std::string& ServiceName() {
  static auto& name = *new std::string;
  return name;
}

spdlog::logger& Logger() {
  static auto& logger = *new std::shared_ptr<spdlog::logger>([] {
    auto made = std::make_shared<spdlog::logger>("lianfang", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
    return made;
  }());
  return *logger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

absl::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "info";
}

bool IsPlain(char c, bool utf8) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && c != '"' && c != '\\' && byte != 0x7f && (byte < 0x80 || utf8);
}

void AppendJsonString(absl::string_view text, std::string* out) {
  const bool utf8 = IsValidUtf8(text);
  out->push_back('"');
  while (!text.empty()) {
    const auto odd = std::find_if_not(text.begin(), text.end(), [utf8](char c) { return IsPlain(c, utf8); });
    const auto plain = static_cast<size_t>(odd - text.begin());
    out->append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (text[0] == '"' || text[0] == '\\') {
      out->push_back('\\');
      out->push_back(text[0]);
    } else {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(text[0]));
    }
    text.remove_prefix(1);
  }
  out->push_back('"');
}

void AppendField(absl::string_view key, absl::string_view value, std::string* out) {
  if (out->size() > 1) out->push_back(',');
  AppendJsonString(key, out);
  out->push_back(':');
  AppendJsonString(value, out);
}

}  // namespace

std::string FormatLogLine(absl::string_view time, absl::string_view level, absl::string_view service,
                          absl::string_view event, LogFields fields) {
  std::string line;
  line.reserve(512);
  line.push_back('{');
  AppendField("time", time, &line);
  AppendField("level", level, &line);
  AppendField("service", service, &line);
  AppendField("event", event, &line);
  for (const auto& [key, value] : fields) AppendField(key, value, &line);
  line.push_back('}');
  return line;
}

void InitLog(absl::string_view service, absl::string_view level) {
  ServiceName() = std::string(service);
  Logger().set_level(spdlog::level::from_str(std::string(level)));
}

void Log(LogLevel level, absl::string_view event, LogFields fields) {
  if (!Logger().should_log(ToSpdlog(level))) return;
  const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  Logger().log(ToSpdlog(level), FormatLogLine(time, LevelName(level), ServiceName(), event, fields));
}

}  // namespace lianfang
