#include "common/free_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace lianfang {
namespace {

// Bytes of this process that are in memory.
size_t Resident() {
  size_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

// 64 MiB in pieces that an allocator keeps when they are freed.
TEST(ReturnFreeMemoryTest, WhatWasFreedIsTheSystemsAgain) {
  std::vector<std::unique_ptr<std::string>> pieces;
  for (int i = 0; i < 64 << 10; ++i) pieces.push_back(std::make_unique<std::string>(1000, 'x'));
  const std::string last(1000, 'x');  // behind them, so that the heap's end does not move by itself
  pieces.clear();
  ReturnFreeMemory();
  const size_t after = Resident();
  std::vector<std::unique_ptr<std::string>> again;
  for (int i = 0; i < 64 << 10; ++i) again.push_back(std::make_unique<std::string>(1000, 'x'));
  EXPECT_GT(Resident(), after + (size_t{32} << 20)) << "the pages had to be had from the system again";
}

}  // namespace
}  // namespace lianfang
