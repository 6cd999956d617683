#include "linkage/table.h"

#include <algorithm>
#include <numeric>

namespace lianfang::linkage {
namespace {

// Rows between two checkpoints.
constexpr size_t kRowsAtOnce = 1024;

}  // namespace

Table::Table(const std::vector<Field>& fields) {
  columns_.reserve(fields.size());
  for (const Field& field : fields) columns_.emplace_back(field);
}

void Table::Read(size_t rows, int side, const std::function<absl::string_view(size_t row, size_t field)>& cell,
                 const StopFlag& stopped) {
  std::vector<ColumnStyleReader> styles(columns_.size());
  for (size_t field = 0; field < columns_.size(); ++field) {
    if (columns_[field].field().kind != FieldKind::kBirthDate) continue;
    for (size_t row = 0; row < rows; ++row) styles[field].Add(FieldKind::kBirthDate, cell(row, field));
  }
  cells_.reserve(cells_.size() + rows * columns_.size());
  for (size_t row = 0; row < rows; ++row) {
    if (row % kRowsAtOnce == 0 && HasStopped(stopped)) return;
    for (size_t field = 0; field < columns_.size(); ++field) {
      cells_.push_back(columns_[field].Add(cell(row, field), styles[field].style()));
    }
    sides_.push_back(static_cast<uint8_t>(side));
    row_of_.push_back(static_cast<uint32_t>(rows_[side]++));
  }
}

void Table::Seal(const StopFlag& stopped) {
  // Values get numbers in the order of their arrival, so records are ordered by their texts.
  const size_t width = columns_.size();
  std::vector<std::vector<uint32_t>> ranks(width);
  for (size_t field = 0; field < width; ++field) {
    if (HasStopped(stopped)) return;
    const Column& column = columns_[field];
    std::vector<uint32_t> order(column.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&column](uint32_t a, uint32_t b) { return column.value(a).text < column.value(b).text; });
    ranks[field].resize(order.size());
    for (uint32_t rank = 0; rank < order.size(); ++rank) ranks[field][order[rank]] = rank;
  }
  if (HasStopped(stopped)) return;
  std::vector<uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (sides_[a] != sides_[b]) return sides_[a] < sides_[b];
    for (size_t field = 0; field < width; ++field) {
      const uint32_t x = ranks[field][cells_[a * width + field]];
      const uint32_t y = ranks[field][cells_[b * width + field]];
      if (x != y) return x < y;
    }
    return false;  // equal records may stand in either order: nothing tells them apart
  });
  std::vector<uint32_t> cells;
  cells.reserve(cells_.size());
  std::vector<uint32_t> rows;
  std::vector<uint8_t> sides;
  for (const uint32_t record : order) {
    cells.insert(cells.end(), cells_.begin() + static_cast<ptrdiff_t>(record * width),
                 cells_.begin() + static_cast<ptrdiff_t>((record + 1) * width));
    rows.push_back(row_of_[record]);
    sides.push_back(sides_[record]);
  }
  cells_ = std::move(cells);
  row_of_ = std::move(rows);
  sides_ = std::move(sides);
}

}  // namespace lianfang::linkage
