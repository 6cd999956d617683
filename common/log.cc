#include "common/log.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/gathering_sink.h"
#include "common/text.h"

namespace lianfang {
namespace {

// Set once by InitLog before threads start; logging before that goes out unnamed.
std::string& ServiceName() {
  static auto& name = *new std::string;
  return name;
}

// Lasts to the end of the process, as threads may log until then.
spdlog::logger& Logger() {
  static auto& logger = *new std::shared_ptr<spdlog::logger>([] {
    std::atexit([] { Logger().flush(); });
    return std::make_shared<spdlog::logger>("lianfang", std::make_shared<GatheringSink>(STDERR_FILENO));
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

// Keys are the program's own words, which need no escaping.
void AppendField(absl::string_view key, absl::string_view value, std::string* out) {
  if (out->size() > 1) out->push_back(',');
  absl::StrAppend(out, "\"", key, "\":");
  AppendJsonString(value, out);
}

}  // namespace

// A calendar costs more than the rest of a line, so each thread asks it once a second.
std::string FormatLogTime(absl::Time time) {
  thread_local int64_t last_second = 0;
  thread_local std::string last_text;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t second = micros / 1000000;
  if (second != last_second || last_text.empty()) {
    last_second = second;
    last_text = absl::FormatTime("%Y-%m-%dT%H:%M:%S.", absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  return absl::StrCat(last_text, absl::Dec(micros % 1000000, absl::kZeroPad6), "Z");
}

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
  Logger().log(ToSpdlog(level),
               FormatLogLine(FormatLogTime(absl::Now()), LevelName(level), ServiceName(), event, fields));
}

}  // namespace lianfang
