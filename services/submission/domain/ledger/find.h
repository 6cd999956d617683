// Looking into maps by key.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FIND_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FIND_H_

namespace lianfang::submission {

// The value under `key`, or null.
template <typename Map>
auto FindOrNull(const Map& map, const typename Map::key_type& key) -> const typename Map::mapped_type* {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FIND_H_
