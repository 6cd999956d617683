// A slow disk: fsync and fdatasync take SLOW_DISK_MILLISECONDS longer, by a file's content that can change while the process runs. For
// tests/fault/disks, preloaded into PostgreSQL; no part of the product.
#include <dlfcn.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>

namespace {

// The milliseconds in the file that SLOW_DISK names; 0 where there is none.
long Delay() {
  const char* const path = std::getenv("SLOW_DISK");
  if (path == nullptr) return 0;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[16] = {};
  const auto size = read(file, text, sizeof text - 1);
  close(file);
  return size > 0 ? std::strtol(text, nullptr, 10) : 0;
}

int Slowly(const char* name, int file) {
  using Sync = int (*)(int);
  const long delay = Delay();
  if (delay > 0) {
    const timespec pause{delay / 1000, delay % 1000 * 1'000'000};
    nanosleep(&pause, nullptr);
  }
  return reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" int fsync(int file) { return Slowly("fsync", file); }
extern "C" int fdatasync(int file) { return Slowly("fdatasync", file); }
