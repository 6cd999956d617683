// Which files other services name: those stay, as if something here named them.
#ifndef LIANFANG_SERVICES_COORDINATION_FILES_FILE_REFERENCES_H_
#define LIANFANG_SERVICES_COORDINATION_FILES_FILE_REFERENCES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianfang::coordination {

// Thread-safe.
class FileReferences {
 public:
  virtual ~FileReferences() = default;

  // The files, `files/{file}`, that are named elsewhere about this plan, in any order. UNAVAILABLE while a service that may name some is away.
  virtual absl::StatusOr<std::vector<std::string>> FilesNamed(const std::string& plan, absl::Time deadline) = 0;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_FILES_FILE_REFERENCES_H_
