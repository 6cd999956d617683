// Whom a load calls.
#ifndef LIANFANG_TESTS_BENCH_TARGET_H_
#define LIANFANG_TESTS_BENCH_TARGET_H_

#include <string>
#include <vector>

#include "common/tls/credentials.h"

namespace lianfang::bench {

// Where a load goes, and as whom.
struct Target {
  std::string address;  // host:port
  TlsFiles tls;
  int connections = 4;
  std::vector<std::string> replicas{};  // further replicas; lean clients share their connections out among all
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_TARGET_H_
