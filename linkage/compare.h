// How far two values of a field agree.
#ifndef LIANFANG_LINKAGE_COMPARE_H_
#define LIANFANG_LINKAGE_COMPARE_H_

#include "linkage/column.h"
#include "linkage/field.h"

namespace lianfang::linkage {

// Compares two values; they may come from different columns of like kinds (a given name and a family name that may have
// been swapped). Symmetric.
Level Compare(FieldKind kind, const Value& a, const Value& b);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_COMPARE_H_
