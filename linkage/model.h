// What a pinned edition of the linkage model says: how often records of one person agree how far in each kind of field
// (Fellegi and Sunter's m probabilities). How often two persons agree by chance (u) is read from the records at hand, or
// for the exchange's own links from the edition, whose answers must not depend on what else has arrived.
#ifndef LIANFANG_LINKAGE_MODEL_H_
#define LIANFANG_LINKAGE_MODEL_H_

#include <array>
#include <string>

#include "linkage/field.h"

namespace lianfang::linkage {

struct KindModel {
  // By Level; kMissing is not used. They add up to 1.
  std::array<double, kLevels> m;
  // By Level, in a register of a county: what Weights takes where it has no table to read them from.
  std::array<double, kLevels> u;
  // Least chance that two persons share a value, however rare it looks in a small table.
  double rarest;
  // How many of the records with a value are not counted as chance: the pair itself, where persons rarely share one.
  double own;
};

struct Model {
  std::string edition;
  std::array<KindModel, kFieldKinds> kinds;
  double swapped_names;  // how often given and family name stand in each other's place
  double accept;         // from this probability on a link is made,
  double ask;            // from this one on a person is asked

  const KindModel& of(FieldKind kind) const { return kinds[static_cast<size_t>(kind)]; }
  KindModel& of(FieldKind kind) { return kinds[static_cast<size_t>(kind)]; }
};

// The shipped edition.
const Model& ShippedModel();

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_MODEL_H_
