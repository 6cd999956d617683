// A file of the running test's own: tests of one program run side by side, each in a process.
#ifndef LIANFANG_COMMON_TESTING_TEST_FILE_H_
#define LIANFANG_COMMON_TESTING_TEST_FILE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace lianfang {

// A path that ends in `name` and that no other test uses; nothing is there.
inline std::string TestFile(const std::string& name) {
  const auto& test = *testing::UnitTest::GetInstance()->current_test_info();
  std::string file =
      std::string(test.test_suite_name()) + "." + test.name() + "." + std::to_string(getpid()) + "." + name;
  std::replace(file.begin(), file.end(), '/', '-');  // of parameterised tests
  return testing::TempDir() + file;
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_TEST_FILE_H_
