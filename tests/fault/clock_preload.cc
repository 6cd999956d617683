// A false clock for a process, by LD_PRELOAD: what the process reads of the time of day is so much later than the
// machine's as a file says, at every moment anew. Elapsed time (CLOCK_MONOTONIC) stays true, as it does when somebody sets
// a machine's clock. Debian's faketime hangs processes that use jemalloc, as the services do.
//
//   LD_PRELOAD=libfault_clock.so FAULT_CLOCK_FILE=offset command      offset: 8 bytes, nanoseconds, in host order
//
// Waiting until a time of day is waiting by the kernel's clock, so such deadlines are translated back.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>

namespace {

constexpr int64_t kSecond = 1'000'000'000;
// Deadlines by the time of day are after 2001; those by CLOCK_MONOTONIC count from the machine's start.
constexpr time_t kLaterThanAnyStart = 1'000'000'000;

const std::atomic<int64_t>* OpenOffset() {
  const char* path = std::getenv("FAULT_CLOCK_FILE");
  const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  void* memory = mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return memory == MAP_FAILED ? nullptr : static_cast<const std::atomic<int64_t>*>(memory);
}

int64_t Offset() {
  static const std::atomic<int64_t>* const offset = OpenOffset();
  return offset == nullptr ? 0 : offset->load(std::memory_order_relaxed);
}

timespec Later(const timespec& time, int64_t nanoseconds) {
  const int64_t sum = time.tv_sec * kSecond + time.tv_nsec + nanoseconds;
  return {sum / kSecond, sum % kSecond};
}

timespec Now() {
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  return Later(now, Offset());
}

// A deadline as the kernel is to be told it.
timespec ForKernel(const timespec& deadline) {
  return deadline.tv_sec < kLaterThanAnyStart ? deadline : Later(deadline, -Offset());
}

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) {
    return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  }
  *time = Now();
  return 0;
}

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  const timespec now = Now();
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* result) noexcept {
  const time_t now = Now().tv_sec;
  if (result != nullptr) *result = now;
  return now;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* deadline) {
  static auto* const next = Next<decltype(pthread_cond_timedwait)>("pthread_cond_timedwait");
  const timespec translated = ForKernel(*deadline);
  return next(condition, mutex, &translated);
}

int sem_timedwait(sem_t* semaphore, const timespec* deadline) {
  static auto* const next = Next<decltype(sem_timedwait)>("sem_timedwait");
  const timespec translated = ForKernel(*deadline);
  return next(semaphore, &translated);
}

// Abseil waits by futexes of its own.
long syscall(long number, ...) noexcept {
  static auto* const next = Next<long(long, ...)>("syscall");
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  timespec translated{};
  if (number == SYS_futex && (a[1] & FUTEX_CLOCK_REALTIME) != 0 && a[3] != 0) {
    translated = ForKernel(*reinterpret_cast<const timespec*>(a[3]));
    a[3] = reinterpret_cast<long>(&translated);
  }
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

}  // extern "C"
