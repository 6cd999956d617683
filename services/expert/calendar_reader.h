// Keeps the working calendar at what its file says. While the file cannot be read, the last good table stays in force;
// that it cannot is told by the notification service, which reads the same file.
//
//   CalendarReader reader("/etc/lianfang/china.csv", library);
//   const BackgroundLoop reading(reader);
#ifndef LIANFANG_SERVICES_EXPERT_CALENDAR_READER_H_
#define LIANFANG_SERVICES_EXPERT_CALENDAR_READER_H_

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/calendar_library.h"

namespace lianfang::expert {

// Called by one thread at a time. Refers to the library.
class CalendarReader : public BackgroundTask {
 public:
  // Reads the file once; an empty path is no file, and every day goes by its weekday.
  CalendarReader(std::string path, CalendarLibrary& library) : path_(std::move(path)), library_(library) { Step(); }

  // Reads the file where it has changed, and says how long to wait.
  absl::Duration Step() final;

 private:
  const std::string path_;
  CalendarLibrary& library_;
  std::string content_;  // as read last
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_CALENDAR_READER_H_
