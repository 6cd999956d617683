// What a run of a fuzz target has shown, beside the code that it covered: an outcome such as "SubmitReturn, INVALID_ARGUMENT, figures".
// An input that shows something new is kept and mutated again, also where the code is not instrumented.
#ifndef LIANFANG_TESTS_FUZZ_FEATURE_H_
#define LIANFANG_TESTS_FUZZ_FEATURE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::fuzz {

inline constexpr size_t kFeatures = size_t{1} << 15;

// Counts one outcome of the input that runs now. Thread-safe enough for a counter that only guides.
void Feature(absl::string_view outcome);

// A message up to what it quotes or counts, which would be a new outcome each time.
std::string KindOf(absl::string_view message);

// Protobuf writes a line to standard error for every text that is not UTF-8; from now on it does not.
void QuietProtobuf();

// The counters since they were last cleared; libFuzzer reads and clears them by itself, the standalone driver by this.
uint8_t* Features();

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_FEATURE_H_
