#include "services/portal/domain/session/ended_sessions.h"

#include "common/time.h"
#include "services/portal/domain/session/session_rules.h"

namespace lianfang::portal {

void EndedSessions::Add(const std::string& hash, absl::Time now) { Put(hash, now); }

void EndedSessions::AddPerson(const std::string& uri, absl::Time now) { Put(uri, now); }

bool EndedSessions::Contains(const std::string& hash, const v1::SessionRecord& record) const {
  absl::MutexLock lock(&mutex_);
  if (ended_.contains(hash)) return true;
  const auto person = ended_.find(record.uri());
  return person != ended_.end() && FromTimestamp(record.login_time()) < person->second;
}

void EndedSessions::Put(std::string key, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  ended_[key] = now;
  order_.emplace_back(now, std::move(key));
  while (order_.size() > most_ || order_.front().first + kSessionLifetime <= now) {
    const auto& [time, oldest] = order_.front();
    // A person who has signed out everywhere again since stays.
    if (const auto found = ended_.find(oldest); found != ended_.end() && found->second <= time) ended_.erase(found);
    order_.pop_front();
  }
}

}  // namespace lianfang::portal
