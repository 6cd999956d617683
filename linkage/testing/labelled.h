// Labelled records of FEBRL, for tests of quality: data/README.md.
#ifndef LIANFANG_LINKAGE_TESTING_LABELLED_H_
#define LIANFANG_LINKAGE_TESTING_LABELLED_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "linkage/link.h"
#include "linkage/table.h"

namespace lianfang::linkage {

// A comma-separated file without quotes, as FEBRL's are.
struct LabelledFile {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;

  // Who the row is of, from its rec_id.
  std::string PersonOf(size_t row) const;
};
LabelledFile ReadLabelled(const std::string& path);

// The file's columns as fields, in a table of one side. `order` puts the rows in another order.
Table TableOf(const LabelledFile& file, const std::vector<std::pair<absl::string_view, FieldKind>>& columns,
              const std::vector<size_t>& order = {});

// Pairwise F1 of links in one file. `order` as above.
double PairwiseF1(const LabelledFile& file, const Table& table, const std::vector<Pair>& links,
                  const std::vector<size_t>& order = {});

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_TESTING_LABELLED_H_
