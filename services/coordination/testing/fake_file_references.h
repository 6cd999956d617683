// What other services name, as tests put it in.
#ifndef LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_FILE_REFERENCES_H_
#define LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_FILE_REFERENCES_H_

#include <string>
#include <vector>

#include "services/coordination/files/file_references.h"

namespace lianfang::coordination::testing {

// Away: it cannot be asked.
class FakeFileReferences : public FileReferences {
 public:
  absl::StatusOr<std::vector<std::string>> FilesNamed(const std::string& plan, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    asked.push_back(plan);
    return named;
  }
  std::vector<std::string> named;
  std::vector<std::string> asked;
  bool away = false;
};

}  // namespace lianfang::coordination::testing

#endif  // LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_FILE_REFERENCES_H_
