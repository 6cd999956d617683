#include "services/expert/calendar_reader.h"

#include <fstream>
#include <sstream>

#include "common/log.h"

namespace lianfang::expert {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(30);

}  // namespace

absl::Duration CalendarReader::Step() {
  if (path_.empty()) return absl::Hours(24);
  std::ifstream file(path_, std::ios::binary);
  std::stringstream read;
  read << file.rdbuf();
  if (read.str() == content_ && !content_.empty()) return kInterval;
  content_ = read.str();
  auto calendar = WorkingCalendar::Parse(content_);
  if (calendar.ok()) {
    library_.Put(*std::move(calendar));
  } else {
    Log(LogLevel::kError, "the file of working days cannot be read; the last good table stays in force",
        {{"file", path_}, {"fault", std::string(calendar.status().message())}});
  }
  return kInterval;
}

}  // namespace lianfang::expert
