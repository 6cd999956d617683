// The request log of a fake store: answers repeats as PostgreSQL's does (common/pg/mutation.h).
#ifndef LIANFANG_COMMON_TESTING_REQUEST_MEMORY_H_
#define LIANFANG_COMMON_TESTING_REQUEST_MEMORY_H_

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/request_key.h"

namespace lianfang {

// Not thread-safe: the fake's lock guards it.
class RequestMemory {
 public:
  // The first response; nothing when the request is new or a rehearsal (no key); INVALID_ARGUMENT when its id was used
  // for another content.
  absl::StatusOr<std::optional<std::string>> Find(const std::optional<RequestKey>& key) const {
    if (!key.has_value()) return std::nullopt;
    const auto found = requests_.find({key->actor, key->request_id});
    if (found == requests_.end()) return std::nullopt;
    const auto& [first, response] = found->second;
    return AnswerToRepeat(*key, first.method, first.request_hash, response);
  }

  // Keeps nothing of a rehearsal.
  void Record(const std::optional<RequestKey>& key, const std::string& response) {
    if (key.has_value()) requests_.insert_or_assign({key->actor, key->request_id}, std::make_pair(*key, response));
  }

 private:
  std::map<std::pair<std::string, std::string>, std::pair<RequestKey, std::string>> requests_;  // by actor and id
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_REQUEST_MEMORY_H_
