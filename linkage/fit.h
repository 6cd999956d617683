// Expectation-maximisation: proposes the next edition of the model from tables without labels. Never part of linking.
#ifndef LIANFANG_LINKAGE_FIT_H_
#define LIANFANG_LINKAGE_FIT_H_

#include <string>

#include "linkage/model.h"
#include "linkage/stop.h"
#include "linkage/table.h"

namespace lianfang::linkage {

struct Fit {
  Model model;
  double expected_matches = 0;
  int rounds = 0;        // until nothing moved by more than a thousandth
  bool stopped = false;  // broken off: nothing else is answered
};

// The m probabilities of the kinds that the table has, fitted by at most `rounds` rounds from `start`, whose shares count
// as 50 pairs: a small table does not overturn them. The same records give the same answer, in any order.
Fit FitModel(const Table& table, const Model& start, std::string edition, int rounds, int threads,
             const StopFlag& stopped = nullptr);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_FIT_H_
