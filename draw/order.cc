#include "draw/order.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang::draw {
namespace {

using Key = std::array<unsigned char, kBytes>;

// SHA-256 of many short texts that begin alike: the beginning is hashed once, and its state copied for each.
class KeyHash {
 public:
  explicit KeyHash(absl::string_view prefix) {
    Require(prefix_ != nullptr && context_ != nullptr && EVP_DigestInit_ex(prefix_.get(), EVP_sha256(), nullptr) == 1 &&
            EVP_DigestUpdate(prefix_.get(), prefix.data(), prefix.size()) == 1);
  }

  void Hash(absl::string_view text, Key& key) {
    Require(EVP_MD_CTX_copy_ex(context_.get(), prefix_.get()) == 1 &&
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
            EVP_DigestFinal_ex(context_.get(), key.data(), nullptr) == 1);
  }

 private:
  using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

  static void Require(bool done) {
    if (!done) throw std::runtime_error("SHA-256 is not available");
  }

  const Context prefix_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  const Context context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

// What is sorted in place of a key: small, and all but ever decided by its head.
struct Place {
  uint64_t head;  // the key's first eight bytes, in their order
  int candidate;
};

uint64_t HeadOf(const Key& key) {
  uint64_t head = 0;
  for (size_t i = 0; i < sizeof(head); ++i) head = head << 8 | key[i];
  return head;
}

std::vector<Place> Sorted(const std::vector<Key>& keys) {
  std::vector<Place> places(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) places[i] = {HeadOf(keys[i]), static_cast<int>(i)};
  std::sort(places.begin(), places.end(), [&keys](const Place& left, const Place& right) {
    if (left.head != right.head) return left.head < right.head;
    const Key& left_key = keys[static_cast<size_t>(left.candidate)];
    const Key& right_key = keys[static_cast<size_t>(right.candidate)];
    return left_key != right_key ? left_key < right_key : left.candidate < right.candidate;
  });
  return places;
}

}  // namespace

std::string SeedCommitment(absl::string_view list_hash, absl::string_view seed) {
  return Sha256(absl::StrCat(list_hash, seed));
}

std::vector<Ranked> OrderCandidates(const expert::v1::FrozenList& list, absl::string_view seed,
                                    absl::string_view nonce) {
  std::vector<Key> keys(static_cast<size_t>(list.candidates_size()));
  KeyHash hash(absl::StrCat(seed, nonce));
  for (size_t i = 0; i < keys.size(); ++i) hash.Hash(list.candidates(static_cast<int>(i)).expert(), keys[i]);
  std::vector<Ranked> order;
  order.reserve(keys.size());
  for (const Place& place : Sorted(keys)) {
    order.push_back({place.candidate, keys[static_cast<size_t>(place.candidate)]});
  }
  return order;
}

}  // namespace lianfang::draw
