// What a server has under way for one caller, and for all of them, bounded so that no caller takes it from the others.
//
//   auto share = quotas.TakeCall(caller, CALL_COST_EXPENSIVE, request.size());
//   if (!share.ok()) return share.status();      // RESOURCE_EXHAUSTED, with RetryInfo
//   …                                            // given back when the share is destroyed
//
// A caller is an identity (common/identity.h): for a call that a proxy passes on, the person's. The quotas of a process
// count what this process has under way; replicas do not know of each other.
#ifndef LIANFANG_COMMON_RPC_QUOTAS_H_
#define LIANFANG_COMMON_RPC_QUOTAS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/identity.h"

namespace lianfang {

struct QuotaLimits {
  size_t calls_per_caller = 128;  // unary calls, waiting or running
  size_t streams = 1000;          // open, of all callers; persons leave a fifth to services
  size_t streams_per_caller = 32;
  size_t expensive = 2;  // calls of CALL_COST_EXPENSIVE, of all callers
  size_t expensive_per_caller = 1;
  // Bytes of requests that are not answered yet. One caller may have one whole of BatchSubmitReturns (32 MiB) and some.
  size_t bytes = size_t{48} << 20;
  size_t bytes_per_caller = size_t{40} << 20;
};

// Thread-safe.
class Quotas {
  struct Use {
    size_t calls = 0;
    size_t streams = 0;
    size_t persons_streams = 0;  // of these
    size_t expensive = 0;
    size_t bytes = 0;

    Use& operator+=(const Use& other);
    Use& operator-=(const Use& other);
  };

 public:
  // What one call has taken. Movable; an empty one has taken nothing. Not thread-safe, but shares are independent.
  class Share {
   public:
    Share() = default;
    Share(Share&& other) noexcept { *this = std::move(other); }
    Share& operator=(Share&& other) noexcept;
    ~Share() { Release(); }

    // Takes more bytes, or refuses as TakeCall does. Only of a share that is not empty.
    absl::Status AddBytes(size_t bytes);
    void RemoveBytes(size_t bytes);

    // Gives everything back; the share is empty then.
    void Release();

   private:
    friend class Quotas;
    Share(Quotas* quotas, std::string caller, Use use) : quotas_(quotas), caller_(std::move(caller)), use_(use) {}

    Quotas* quotas_ = nullptr;
    std::string caller_;
    Use use_;
  };

  explicit Quotas(const QuotaLimits& limits = {}) : limits_(limits) {}
  Quotas(const Quotas&) = delete;
  Quotas& operator=(const Quotas&) = delete;

  // Room for a unary call whose request has so many bytes, or for a stream. RESOURCE_EXHAUSTED with RetryInfo and one of
  // the reasons TOO_MANY_CALLS, TOO_MANY_STREAMS, TOO_MANY_EXPENSIVE_CALLS, TOO_MANY_BYTES, naming bound and whose it is.
  // The quotas outlive their shares.
  absl::StatusOr<Share> TakeCall(const Identity& caller, type::v1::CallCost cost, size_t bytes);
  absl::StatusOr<Share> TakeStream(const Identity& caller, type::v1::CallCost cost, size_t bytes);

  // Callers with anything under way.
  size_t callers() const;

 private:
  absl::StatusOr<Share> Take(const Identity& caller, const Use& wanted);
  absl::Status Check(const Use& own, const Use& wanted) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckBytes(const Use& own, size_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status AddBytes(const std::string& caller, size_t bytes);
  void Return(const std::string& caller, const Use& use);

  const QuotaLimits limits_;
  mutable absl::Mutex mutex_;
  Use all_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Use> by_caller_ ABSL_GUARDED_BY(mutex_);  // only those with anything under way
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_QUOTAS_H_
