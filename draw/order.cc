#include "draw/order.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang::draw {
namespace {

// SHA-256 of many short texts that begin alike. One context for all: looking the algorithm up again would cost more
// than the hashing.
class KeyHash {
 public:
  explicit KeyHash(std::string prefix) : prefix_(std::move(prefix)) {
    Require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }

  void Hash(absl::string_view text, std::array<unsigned char, kBytes>& key) {
    Require(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1 &&
            EVP_DigestUpdate(context_.get(), prefix_.data(), prefix_.size()) == 1 &&
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
            EVP_DigestFinal_ex(context_.get(), key.data(), nullptr) == 1);
  }

 private:
  static void Require(bool done) {
    if (!done) throw std::runtime_error("SHA-256 is not available");
  }

  const std::string prefix_;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

}  // namespace

std::string SeedCommitment(absl::string_view list_hash, absl::string_view seed) {
  return Sha256(absl::StrCat(list_hash, seed));
}

std::vector<Ranked> OrderCandidates(const expert::v1::FrozenList& list, absl::string_view seed,
                                    absl::string_view nonce) {
  std::vector<Ranked> order(static_cast<size_t>(list.candidates_size()));
  KeyHash keys(absl::StrCat(seed, nonce));
  for (int i = 0; i < list.candidates_size(); ++i) {
    Ranked& ranked = order[static_cast<size_t>(i)];
    ranked.candidate = i;
    keys.Hash(list.candidates(i).expert(), ranked.key);
  }
  std::sort(order.begin(), order.end(), [](const Ranked& left, const Ranked& right) {
    const int difference = std::memcmp(left.key.data(), right.key.data(), kBytes);
    return difference != 0 ? difference < 0 : left.candidate < right.candidate;
  });
  return order;
}

}  // namespace lianfang::draw
