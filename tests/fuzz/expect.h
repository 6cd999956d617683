// Ends the process where a target finds what must not be: a fuzzer counts that as a crash and keeps the input.
#ifndef LIANFANG_TESTS_FUZZ_EXPECT_H_
#define LIANFANG_TESTS_FUZZ_EXPECT_H_

#include <cstdio>
#include <cstdlib>
#include <string>

namespace lianfang::fuzz {

inline void Expect(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what.c_str());
  std::abort();
}

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_EXPECT_H_
