// One JSON line per event on standard error, through spdlog. No personal data in a log line.
//
//   Log(LogLevel::kInfo, "call", {{"method", method}, {"code", "OK"}, {"micros", absl::StrCat(n)}});
//   → {"time":"2022-05-31T09:00:00.123456Z","level":"info","event":"call","method":"…","code":"OK","micros":"512"}
#ifndef LIANFANG_COMMON_LOG_H_
#define LIANFANG_COMMON_LOG_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

using LogFields = std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

// Names the process in every line and sets the least level written (`debug`, `info`, `warn`, `error`). Call once, at
// start.
void InitLog(absl::string_view service, absl::string_view level);

// Writes one line, within a few milliseconds (gathering_sink.h). Thread-safe. Values are escaped; bytes that are not
// UTF-8 are shown as `\u00xx`.
void Log(LogLevel level, absl::string_view event, LogFields fields = {});

// The line without the newline; exposed for tests.
std::string FormatLogLine(absl::string_view time, absl::string_view level, absl::string_view service,
                          absl::string_view event, LogFields fields);

// `2022-05-31T09:00:00.123456Z`, of an instant since 1970; exposed for tests.
std::string FormatLogTime(absl::Time time);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LOG_H_
