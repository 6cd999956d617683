// The servers that tests/run starts for tests labelled `store` and `integration`, by environment variable.
#ifndef LIANFANG_COMMON_TESTING_ENVIRONMENT_H_
#define LIANFANG_COMMON_TESTING_ENVIRONMENT_H_

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "common/tls/credentials.h"

namespace lianfang {

// The variable's value. A test that lacks its server fails; it never passes by being skipped.
inline std::string RequiredVariable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set; tests/run sets it");
  return value;
}

// Certificate of an identity or service, such as `emergency`, `office` or `submission`.
inline TlsFiles TestCertificate(const std::string& name) {
  const std::string directory = RequiredVariable("LIANFANG_TEST_CERTS");
  return {directory + "/" + name + ".crt", directory + "/" + name + ".key", directory + "/ca.crt"};
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_ENVIRONMENT_H_
