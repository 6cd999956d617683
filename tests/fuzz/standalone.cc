// Runs a fuzz target without libFuzzer, for the ordinary build: first every file that is named, then mutations of what showed a new outcome
// (feature.h), until the time is over. The seed is printed and can be given again.
//
//   submission_fuzz [--seconds N] [--seed N] [--crash FILE] FILE|DIRECTORY...
//
// An input under which the target aborts or crashes is written to the crash file. Exits 0 when nothing was found.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/feature.h"

extern "C" {
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);
}

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kLongestInput = size_t{1} << 18;
constexpr auto kSlow = std::chrono::seconds(20);

std::mt19937_64 random_bits;
const std::string* current = nullptr;  // the input that runs now
char crash_file[4096] = "crash";

size_t Below(size_t bound) { return bound == 0 ? 0 : random_bits() % bound; }

// Only what a signal handler may call.
void KeepInput() {
  if (current == nullptr) return;
  const int file = open(crash_file, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (file < 0) return;
  const auto written = write(file, current->data(), current->size());
  close(file);
  const char text[] = "the input is kept in the crash file\n";
  if (written >= 0 && write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(2);
}

void OnCrash(int signal) {
  KeepInput();
  std::signal(signal, SIG_DFL);
  raise(signal);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> ReadSeeds(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const std::string& file : files) seeds.push_back(ReadFile(file));
  return seeds;
}

class Driver {
 public:
  // Runs the input, and keeps it where it shows an outcome that none before has shown.
  void Run(const std::string& input) {
    uint8_t* const features = lianfang::fuzz::Features();
    std::memset(features, 0, lianfang::fuzz::kFeatures);
    current = &input;
    const auto start = Clock::now();
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
    if (Clock::now() - start > kSlow) {
      std::fprintf(stderr, "one input took longer than 20 s\n");
      std::abort();
    }
    current = nullptr;
    ++executions_;
    bool is_new = false;
    for (size_t i = 0; i < lianfang::fuzz::kFeatures; ++i) {
      if (features[i] == 0 || seen_[i]) continue;
      seen_[i] = is_new = true;
      ++outcomes_;
    }
    if (is_new || corpus_.empty()) corpus_.push_back(input);
  }

  std::string Mutated() {
    std::string input = corpus_[Below(corpus_.size())];
    size_t size = input.size();
    input.resize(kLongestInput);
    auto* const data = reinterpret_cast<uint8_t*>(input.data());
    if (LLVMFuzzerCustomMutator != nullptr) {
      size = LLVMFuzzerCustomMutator(data, size, kLongestInput, static_cast<unsigned>(random_bits()));
    } else {
      for (size_t i = 0; i <= Below(4); ++i) size = Splice(data, size);
    }
    input.resize(size);
    return input;
  }

  // One mutation: of the bytes alone, or with a piece of another input.
  size_t Splice(uint8_t* data, size_t size) {
    if (Below(3) != 0 || corpus_.size() < 2) return LLVMFuzzerMutate(data, size, kLongestInput);
    const std::string& other = corpus_[Below(corpus_.size())];
    const size_t begin = Below(other.size());
    const size_t length = std::min({Below(other.size() - begin) + 1, other.size() - begin, kLongestInput - size});
    const size_t place = Below(size + 1);
    std::memmove(data + place + length, data + place, size - place);
    std::memcpy(data + place, other.data() + begin, length);
    return size + length;
  }

  int64_t executions() const { return executions_; }
  int outcomes() const { return outcomes_; }
  size_t corpus() const { return corpus_.size(); }

 private:
  std::vector<std::string> corpus_;
  std::vector<bool> seen_ = std::vector<bool>(lianfang::fuzz::kFeatures);
  int64_t executions_ = 0;
  int outcomes_ = 0;
};

}  // namespace

// One change of some bytes; libFuzzer brings its own.
size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most) {
  if (size == 0) {
    data[0] = static_cast<uint8_t>(Below(256));
    return 1;
  }
  const size_t place = Below(size);
  const size_t length = std::min(Below(16) + 1, size - place);
  switch (Below(6)) {
    case 0:
      data[place] ^= static_cast<uint8_t>(1U << Below(8));
      return size;
    case 1:
      data[place] = static_cast<uint8_t>(Below(256));
      return size;
    case 2:
      std::memmove(data + place, data + place + length, size - place - length);
      return size - length;
    case 3: {  // repeats a piece, often
      const size_t times = Below(8) == 0 ? 1000 : Below(4) + 1;
      size_t grown = size;
      for (size_t i = 0; i < times && grown + length <= most; ++i, grown += length) {
        std::memmove(data + place + length, data + place, grown - place);
      }
      return grown;
    }
    case 4: {
      static const char* const kPieces[] = {
          "-1", "9223372036854775807", "1e309", "\xff\xfe", "\xef\xbb\xbf", "{{#", "}}", "\"", ",", "\n", "{", "}"};
      const char* const piece = kPieces[Below(std::size(kPieces))];
      const size_t added = std::min(std::strlen(piece), most - size);
      std::memmove(data + place + added, data + place, size - place);
      std::memcpy(data + place, piece, added);
      return size + added;
    }
    default: {
      const size_t from = Below(size);
      std::memmove(data + place, data + from, std::min(length, size - from));
      return size;
    }
  }
}

int main(int argc, char** argv) {
  double seconds = 0;
  uint64_t seed = std::random_device()();
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const bool has_value = i + 1 < argc;
    if (option == "--seconds" && has_value) {
      seconds = std::atof(argv[++i]);
    } else if (option == "--seed" && has_value) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (option == "--crash" && has_value) {
      std::snprintf(crash_file, sizeof crash_file, "%s", argv[++i]);
    } else {
      paths.push_back(option);
    }
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, OnCrash);
  random_bits.seed(seed);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  Driver driver;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  for (const std::string& input : ReadSeeds(paths)) driver.Run(input);
  if (driver.executions() == 0) driver.Run("");
  const int64_t seeds = driver.executions();
  while (Clock::now() < end) driver.Run(driver.Mutated());
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  std::printf("%lld executions (%lld of files), %d outcomes, %zu inputs kept, %ld MiB at most\n",
              static_cast<long long>(driver.executions()), static_cast<long long>(seeds), driver.outcomes(),
              driver.corpus(), use.ru_maxrss / 1024);
  std::fflush(stdout);
  _exit(0);  // servers that a target holds for its whole life are not torn down
}
