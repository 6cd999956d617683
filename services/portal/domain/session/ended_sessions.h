// The sessions that this process has ended. Redis is where sessions are kept, not who says which of them have ended: a record that is put
// back there, by a hand or by a failover that lost its removal, counts no more here.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_ENDED_SESSIONS_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_ENDED_SESSIONS_H_

#include <cstddef>
#include <deque>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lianfang/portal/v1/session.pb.h"

namespace lianfang::portal {

// Remembers each for a session's lifetime, after which the record is over by itself, and of more than `most` the newest. Thread-safe.
class EndedSessions {
 public:
  explicit EndedSessions(size_t most) : most_(most) {}

  // The session of this hash has ended.
  void Add(const std::string& hash, absl::Time now);

  // All sessions of the identity URI that began before `now` have ended, also those that are in no list.
  void AddPerson(const std::string& uri, absl::Time now);

  bool Contains(const std::string& hash, const v1::SessionRecord& record) const;

 private:
  void Put(std::string key, absl::Time now);

  const size_t most_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, absl::Time> ended_ ABSL_GUARDED_BY(mutex_);  // by hash or URI, the last end
  std::deque<std::pair<absl::Time, std::string>> order_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_ENDED_SESSIONS_H_
