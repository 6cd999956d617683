// Two records and how likely they are of one person.
#ifndef LIANFANG_LINKAGE_PAIR_H_
#define LIANFANG_LINKAGE_PAIR_H_

#include <cstdint>
#include <tuple>

namespace lianfang::linkage {

struct Pair {
  uint32_t a;  // the smaller one; of two tables, the left one's
  uint32_t b;
  double odds;  // logarithm of them, the prior included

  friend bool operator<(const Pair& x, const Pair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); }
  friend bool operator==(const Pair& x, const Pair& y) { return x.a == y.a && x.b == y.b; }
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_PAIR_H_
