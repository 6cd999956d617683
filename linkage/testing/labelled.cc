#include "linkage/testing/labelled.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace lianfang::linkage {
namespace {

std::vector<std::string> CellsOf(absl::string_view line) {
  std::vector<std::string> cells;
  for (const absl::string_view cell : absl::StrSplit(line, ',')) cells.emplace_back(absl::StripAsciiWhitespace(cell));
  return cells;
}

size_t RowAt(const std::vector<size_t>& order, size_t place) { return order.empty() ? place : order[place]; }

}  // namespace

std::string LabelledFile::PersonOf(size_t row) const {
  const std::vector<std::string> parts = absl::StrSplit(rows[row][0], '-');
  return parts.at(1);
}

LabelledFile ReadLabelled(const std::string& path) {
  LabelledFile file;
  std::ifstream stream(path);
  std::string line;
  if (std::getline(stream, line)) file.headings = CellsOf(line);
  while (std::getline(stream, line)) file.rows.push_back(CellsOf(line));
  return file;
}

Table TableOf(const LabelledFile& file, const std::vector<std::pair<absl::string_view, FieldKind>>& columns,
              const std::vector<size_t>& order) {
  std::vector<Field> fields;
  std::vector<size_t> places;
  for (const auto& [heading, kind] : columns) {
    fields.push_back({kind, std::string(heading)});
    places.push_back(
        static_cast<size_t>(std::find(file.headings.begin(), file.headings.end(), heading) - file.headings.begin()));
  }
  Table table(fields);
  table.Read(file.rows.size(), 0, [&](size_t row, size_t field) -> absl::string_view {
    return file.rows[RowAt(order, row)][places[field]];
  });
  table.Seal();
  return table;
}

double PairwiseF1(const LabelledFile& file, const Table& table, const std::vector<Pair>& links,
                  const std::vector<size_t>& order) {
  std::map<std::string, double> persons;
  for (size_t row = 0; row < file.rows.size(); ++row) persons[file.PersonOf(row)] += 1;
  double truth = 0;
  for (const auto& [person, records] : persons) truth += records * (records - 1) / 2;
  double right = 0;
  for (const Pair& link : links) {
    right += file.PersonOf(RowAt(order, table.row(link.a))) == file.PersonOf(RowAt(order, table.row(link.b))) ? 1 : 0;
  }
  return 2 * right / (static_cast<double>(links.size()) + truth);
}

}  // namespace lianfang::linkage
