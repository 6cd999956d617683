// Texts that mean something to a service: names of its plans, regions and departments, and whatever its answers have named.
#ifndef LIANFANG_TESTS_FUZZ_WORD_POOL_H_
#define LIANFANG_TESTS_FUZZ_WORD_POOL_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace lianfang::fuzz {

using Random = std::mt19937_64;

// Not thread-safe.
class WordPool {
 public:
  void Add(const std::string& word);
  // Every text of a message that is no longer than a name.
  void AddTextsOf(const google::protobuf::Message& message);
  // A word, or nothing where there is none.
  std::string Pick(Random& random) const;

 private:
  void Walk(const google::protobuf::Message& message, int& left);

  std::vector<std::string> words_;
  std::set<std::string> known_;
  size_t next_ = 0;  // which word is replaced once the pool is full
};

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_WORD_POOL_H_
