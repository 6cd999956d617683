#include "services/portal/store/redis_session_store.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/time.h"
#include "services/portal/domain/session/session_rules.h"

namespace lianfang::portal {
namespace {

constexpr size_t kLoggedKey = 40;  // its kind, and enough of the hash to find it

std::string SessionKey(const std::string& hash) { return absl::StrCat("lianfang:portal:session:", hash); }
std::string PersonKey(const std::string& uri) { return absl::StrCat("lianfang:portal:person:", HashOfToken(uri)); }
std::string LoginKey(const std::string& hash) { return absl::StrCat("lianfang:portal:login:", hash); }

// A session in use is sealed anew so often in the time that it may be idle, instead of at every call.
constexpr int kStepsOfIdle = 12;

void LogRefused(const std::string& key, absl::string_view why) {
  Log(LogLevel::kWarning, "session_record_refused", {{"key", key.substr(0, kLoggedKey)}, {"why", why}});
}

std::string Milliseconds(absl::Duration duration) { return absl::StrCat(absl::ToInt64Milliseconds(duration)); }

}  // namespace

template <typename Record>
std::optional<Record> RedisSessionStore::Opened(const std::string& key, const std::string& sealed) const {
  const auto bytes = seal_.Open(sealed, key);
  Record record;
  if (bytes.has_value() && record.ParseFromString(*bytes)) return record;
  LogRefused(key, "seal");
  return std::nullopt;
}

std::string RedisSessionStore::Sealed(const std::string& key, v1::SessionRecord record, absl::Duration idle) const {
  *record.mutable_valid_until_time() = ToTimestamp(clock_.Now() + idle + idle / kStepsOfIdle);
  return seal_.Seal(record.SerializeAsString(), key);
}

bool RedisSessionStore::Counts(const std::string& hash, const v1::SessionRecord& record) const {
  const bool ended = ended_.Contains(hash, record);
  // A version before seals no validity.
  const bool valid = !record.has_valid_until_time() || clock_.Now() < FromTimestamp(record.valid_until_time());
  if (!ended && valid) return true;
  LogRefused(SessionKey(hash), ended ? "ended" : "old");
  return false;
}

absl::StatusOr<bool> RedisSessionStore::Prolong(const std::string& key, const v1::SessionRecord& record,
                                                absl::Duration idle) {
  if (FromTimestamp(record.valid_until_time()) >= clock_.Now() + idle) return true;
  // XX: what another replica has ended meanwhile stays away.
  const auto set = redis_.Run({"SET", key, Sealed(key, record, idle), "XX", "PX", Milliseconds(idle)});
  if (!set.ok()) return set.status();
  return set->text.has_value();
}

absl::Status RedisSessionStore::Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) {
  // Its person's set first: a session that is not in it could not be ended with the others.
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"SADD", PersonKey(record.uri()), hash},
           {"PEXPIRE", PersonKey(record.uri()), Milliseconds(kSessionLifetime)},
           {"SET", SessionKey(hash), Sealed(SessionKey(hash), record, idle), "PX", Milliseconds(idle)}}) {
    if (const auto reply = redis_.Run(command); !reply.ok()) return reply.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<FoundSession>> RedisSessionStore::Find(const std::string& hash, Use use,
                                                                    absl::Duration idle) {
  const std::string key = SessionKey(hash);
  const auto kept =
      use == Use::kRenew ? redis_.Run({"GETEX", key, "PX", Milliseconds(idle)}) : redis_.Run({"GET", key});
  if (!kept.ok()) return kept.status();
  if (!kept->text.has_value()) return std::optional<FoundSession>();
  auto record = Opened<v1::SessionRecord>(key, *kept->text);
  if (!record.has_value() || !Counts(hash, *record)) return std::optional<FoundSession>();
  if (use == Use::kRenew) {
    const auto there = Prolong(key, *record, idle);
    if (!there.ok()) return there.status();
    if (!*there) return std::optional<FoundSession>();
  }
  record->clear_valid_until_time();
  FoundSession found{.record = *std::move(record), .idle_left = idle};
  if (use == Use::kLook) {
    const auto left = redis_.Run({"PTTL", key});
    if (!left.ok()) return left.status();
    if (left->number < 0) return std::optional<FoundSession>();  // it went away in between
    found.idle_left = absl::Milliseconds(left->number);
  }
  return found;
}

absl::Status RedisSessionStore::Remove(const std::string& hash, const std::string& uri) {
  ended_.Add(hash, clock_.Now());
  if (const auto removed = redis_.Run({"DEL", SessionKey(hash)}); !removed.ok()) return removed.status();
  return redis_.Run({"SREM", PersonKey(uri), hash}).status();
}

absl::StatusOr<int> RedisSessionStore::RemoveAll(const std::string& uri) {
  // Somebody else may have taken one out of the person's set.
  ended_.AddPerson(uri, clock_.Now());
  const auto hashes = redis_.Run({"SMEMBERS", PersonKey(uri)});
  if (!hashes.ok()) return hashes.status();
  int removed = 0;
  for (const std::string& hash : hashes->items) {
    ended_.Add(hash, clock_.Now());
    const auto one = redis_.Run({"DEL", SessionKey(hash)});
    if (!one.ok()) return one.status();
    removed += static_cast<int>(one->number);
    // One by one: a session that begins meanwhile stays in the set.
    if (const auto forgotten = redis_.Run({"SREM", PersonKey(uri), hash}); !forgotten.ok()) return forgotten.status();
  }
  return removed;
}

absl::Status RedisSessionStore::Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) {
  const std::string key = LoginKey(hash), bytes = login.SerializeAsString();
  const auto set = redis_.Run({"SET", key, seal_.Seal(bytes, key), "NX", "PX", Milliseconds(lifetime)});
  if (!set.ok()) return set.status();
  if (set->text.has_value()) return absl::OkStatus();
  const auto other = redis_.Run({"GET", key});
  if (!other.ok()) return other.status();
  const bool same = other->text.has_value() && seal_.Open(*other->text, key) == bytes;
  return same ? absl::OkStatus() : absl::AlreadyExistsError("a login is under way under this hash");
}

absl::StatusOr<std::optional<v1::PendingLogin>> RedisSessionStore::Take(const std::string& hash) {
  const std::string key = LoginKey(hash);
  const auto taken = redis_.Run({"GETDEL", key});
  if (!taken.ok()) return taken.status();
  if (!taken->text.has_value()) return std::optional<v1::PendingLogin>();
  return Opened<v1::PendingLogin>(key, *taken->text);
}

}  // namespace lianfang::portal
