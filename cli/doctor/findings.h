// What `lianfang doctor` concludes from what it has seen. Pure: metrics as text, instants and sizes come in, findings go out.
//
//   const std::vector<Sample> samples = ParseMetrics(text);
//   for (const Finding& finding : FindingsOf("submission", samples, now)) ...
#ifndef LIANFANG_CLI_DOCTOR_FINDINGS_H_
#define LIANFANG_CLI_DOCTOR_FINDINGS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// One thing that was looked at.
struct Finding {
  enum class State { kGood, kSoon, kBad };

  std::string subject;  // a service, a file
  Label what;           // the thing: 证书, clock
  State state = State::kGood;
  std::string value;  // what was seen, in figures
  Label cure;         // what helps; empty where nothing is wrong
};

// One line of Prometheus' text format.
struct Sample {
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

// The samples of a page of metrics; comments, and lines that are none, are passed over.
std::vector<Sample> ParseMetrics(absl::string_view text);

// A service by its metrics: version, clock, database, bell, streams, channels and what they have sent, calendar, contacts. What a service does not have gives
// no finding. `version` is this program's.
std::vector<Finding> FindingsOf(const std::string& service, const std::vector<Sample>& samples,
                                absl::string_view version, absl::Time now);

// A service that does not answer.
Finding FindingOfSilence(const std::string& service, const std::string& fault);

// A certificate by the end of its time; nullopt: the file has none.
Finding FindingOfCertificate(const std::string& file, std::optional<absl::Time> end, absl::Time now);

// Backups by the instant of the newest base backup and of the newest file of the log; nullopt: there is none.
std::vector<Finding> FindingsOfBackup(const std::string& directory, std::optional<absl::Time> base,
                                      std::optional<absl::Time> log, absl::Time now);

// A directory of backups by why nothing can be written into it; empty: it can.
Finding FindingOfBackupDirectory(const std::string& directory, const std::string& fault);

// No directory of backups is known.
Finding FindingOfNoBackup();

// A disk by its free and whole bytes.
Finding FindingOfDisk(const std::string& directory, uint64_t free, uint64_t whole);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_DOCTOR_FINDINGS_H_
