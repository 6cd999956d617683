// Chinese persons as two registers hold them, invented with a fixed seed. The second register has the errors that such
// registers have: characters that sound alike, ids of 15 digits, swapped and wrong digits, employers with and without
// their legal form, lunar birthdays entered as solar ones, cells left empty. Families and twins live among them, and many
// bear the same name.
#ifndef LIANFANG_LINKAGE_TESTING_PERSONS_H_
#define LIANFANG_LINKAGE_TESTING_PERSONS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "linkage/field.h"
#include "linkage/link.h"
#include "linkage/table.h"

namespace lianfang::linkage {

// Name, sex, birth date, citizen id, employer, phone.
inline constexpr size_t kPersonFields = 6;
std::vector<Field> PersonFields();

struct PersonRow {
  uint32_t person;  // the truth
  std::array<std::string, kPersonFields> cells;
};

struct Registers {
  std::vector<PersonRow> clean;   // every person once
  std::vector<PersonRow> copied;  // most of them, with errors, and some whom the first does not have
};
Registers InventRegisters(size_t persons, uint64_t seed);

// Adds the rows to one side of a table, without the fields for which `hidden` has a bit.
void ReadRows(const std::vector<PersonRow>& rows, int side, uint32_t hidden, Table& table);

// Pairwise precision, recall, and their harmonic mean.
struct Quality {
  double precision;
  double recall;
  double f1;
};
Quality Judge(const Registers& registers, const Table& table, const std::vector<Pair>& links);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_TESTING_PERSONS_H_
