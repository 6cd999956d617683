#include "linkage/resolve.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "absl/container/flat_hash_map.h"

namespace lianfang::linkage {
namespace {

// A component of more records is cut at its weakest pairs first: solving takes the cube of the number.
constexpr size_t kLargestComponent = 200;
// No pair outvotes many others.
constexpr double kMostOdds = 12;

// Pairs as components of at most kLargestComponent records.
void Split(std::vector<Pair> pairs, double threshold, std::vector<std::vector<Pair>>& parts);

size_t CountRecords(const std::vector<Pair>& pairs) {
  std::vector<uint32_t> records;
  for (const Pair& pair : pairs) records.insert(records.end(), {pair.a, pair.b});
  std::sort(records.begin(), records.end());
  return static_cast<size_t>(std::unique(records.begin(), records.end()) - records.begin());
}

void Split(std::vector<Pair> pairs, double threshold, std::vector<std::vector<Pair>>& parts) {
  for (std::vector<Pair>& part : Components(pairs)) {
    if (CountRecords(part) <= kLargestComponent) {
      parts.push_back(std::move(part));
      continue;
    }
    std::vector<Pair> strong;
    std::copy_if(part.begin(), part.end(), std::back_inserter(strong),
                 [threshold](const Pair& pair) { return pair.odds > threshold; });
    Split(std::move(strong), threshold + 1, parts);
  }
}

std::vector<std::vector<Pair>> Parts(const std::vector<Pair>& pairs) {
  std::vector<std::vector<Pair>> parts;
  Split(pairs, 1, parts);
  return parts;
}

std::vector<uint32_t> RecordsOf(const std::vector<Pair>& pairs) {
  std::vector<uint32_t> records;
  for (const Pair& pair : pairs) records.insert(records.end(), {pair.a, pair.b});
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  return records;
}

// Average linkage over the records of one component.
class Grouping {
 public:
  Grouping(std::vector<uint32_t> records, const OddsOf& odds) : records_(std::move(records)), groups_(records_.size()) {
    const size_t size = records_.size();
    odds_.assign(size, std::vector<double>(size, 0));
    for (size_t i = 0; i < size; ++i) {
      groups_[i] = {i};
      for (size_t j = i + 1; j < size; ++j) odds_[i][j] = odds_[j][i] = odds(records_[i], records_[j]);
    }
    sums_ = odds_;
    for (std::vector<double>& row : sums_) {
      for (double& sum : row) sum = std::clamp(sum, -kMostOdds, kMostOdds);
    }
  }

  void Join() {
    for (;;) {
      double best = 0;
      size_t left = 0;
      size_t right = 0;
      for (size_t i = 0; i < groups_.size(); ++i) {
        for (size_t j = i + 1; j < groups_.size(); ++j) {
          if (groups_[i].empty() || groups_[j].empty()) continue;
          const double mean = sums_[i][j] / static_cast<double>(groups_[i].size() * groups_[j].size());
          if (mean > best) best = mean, left = i, right = j;
        }
      }
      if (best <= 0) return;
      groups_[left].insert(groups_[left].end(), groups_[right].begin(), groups_[right].end());
      groups_[right].clear();
      for (size_t k = 0; k < groups_.size(); ++k) sums_[left][k] = sums_[k][left] = sums_[left][k] + sums_[right][k];
    }
  }

  void AddLinks(std::vector<Pair>& links) const {
    for (const std::vector<size_t>& group : groups_) {
      for (size_t i = 0; i < group.size(); ++i) {
        for (size_t j = i + 1; j < group.size(); ++j) {
          const auto [a, b] = std::minmax(records_[group[i]], records_[group[j]]);
          links.push_back({a, b, odds_[group[i]][group[j]]});
        }
      }
    }
  }

 private:
  std::vector<uint32_t> records_;
  std::vector<std::vector<size_t>> groups_;
  std::vector<std::vector<double>> odds_;
  std::vector<std::vector<double>> sums_;  // of clipped odds between two groups
};

// The one-to-one links of a component; pairs that are not taken go to `rivals`.
std::vector<Pair> SolveComponent(const std::vector<Pair>& pairs, std::vector<Pair>& rivals) {
  if (pairs.size() == 1) return pairs;
  std::map<uint32_t, size_t> rows;
  std::map<uint32_t, size_t> columns;
  for (const Pair& pair : pairs) rows.emplace(pair.a, rows.size()), columns.emplace(pair.b, columns.size());
  std::vector<std::vector<double>> gains(rows.size(), std::vector<double>(columns.size(), 0));
  for (const Pair& pair : pairs) gains[rows[pair.a]][columns[pair.b]] = pair.odds;
  const std::vector<int> assigned = Assign(gains);
  std::vector<Pair> links;
  for (const Pair& pair : pairs) {
    const bool chosen = assigned[rows[pair.a]] == static_cast<int>(columns[pair.b]);
    (chosen ? links : rivals).push_back(pair);
  }
  return links;
}

}  // namespace

std::vector<std::vector<Pair>> Components(const std::vector<Pair>& pairs) {
  absl::flat_hash_map<uint32_t, uint32_t> parent;
  const auto root = [&parent](uint32_t record) {
    uint32_t top = record;
    while (parent.at(top) != top) top = parent.at(top);
    while (parent.at(record) != top) {
      const uint32_t next = parent.at(record);
      parent[record] = top;
      record = next;
    }
    return top;
  };
  for (const Pair& pair : pairs) {
    parent.try_emplace(pair.a, pair.a);
    parent.try_emplace(pair.b, pair.b);
    const uint32_t a = root(pair.a);
    const uint32_t b = root(pair.b);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::map<uint32_t, std::vector<Pair>> components;
  for (const Pair& pair : pairs) components[root(pair.a)].push_back(pair);
  std::vector<std::vector<Pair>> answer;
  answer.reserve(components.size());
  for (auto& [least, component] : components) answer.push_back(std::move(component));
  return answer;
}

std::vector<int> Assign(const std::vector<std::vector<double>>& gains) {
  // Kuhn and Munkres by shortest augmenting paths. As many columns are added as there are rows, with no gain: who gets one
  // of these stays alone.
  const size_t n = gains.size();
  const size_t m = n == 0 ? 0 : gains[0].size() + n;
  const auto cost = [&](size_t i, size_t j) { return j < gains[i].size() ? -std::max(0.0, gains[i][j]) : 0.0; };
  std::vector<double> u(n + 1, 0);
  std::vector<double> v(m + 1, 0);
  std::vector<size_t> row_of(m + 1, 0);
  for (size_t i = 1; i <= n; ++i) {
    std::vector<size_t> way(m + 1, 0);
    std::vector<double> least(m + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> used(m + 1, false);
    row_of[0] = i;
    size_t column = 0;
    do {
      used[column] = true;
      double delta = std::numeric_limits<double>::infinity();
      size_t next = 0;
      for (size_t j = 1; j <= m; ++j) {
        if (used[j]) continue;
        const double reduced = cost(row_of[column] - 1, j - 1) - u[row_of[column]] - v[j];
        if (reduced < least[j]) least[j] = reduced, way[j] = column;
        if (least[j] < delta) delta = least[j], next = j;
      }
      for (size_t j = 0; j <= m; ++j) {
        if (used[j]) {
          u[row_of[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    for (; column != 0; column = way[column]) row_of[column] = row_of[way[column]];
  }
  std::vector<int> assigned(n, -1);
  for (size_t j = 1; j <= m; ++j) {
    if (row_of[j] == 0) continue;
    const size_t i = row_of[j] - 1;
    if (j - 1 < gains[i].size() && gains[i][j - 1] > 0) assigned[i] = static_cast<int>(j) - 1;
  }
  return assigned;
}

std::vector<Pair> ResolveGroups(const std::vector<Pair>& pairs, const OddsOf& odds, const StopFlag& stopped) {
  std::vector<Pair> links;
  for (const std::vector<Pair>& part : Parts(pairs)) {
    if (HasStopped(stopped)) return {};
    if (part.size() == 1) {
      links.push_back(part[0]);
      continue;
    }
    Grouping grouping(RecordsOf(part), odds);
    grouping.Join();
    grouping.AddLinks(links);
  }
  std::sort(links.begin(), links.end());
  return links;
}

std::vector<Pair> ResolveOneToOne(const std::vector<Pair>& pairs, const OddsOf& odds, bool one_to_one,
                                  const StopFlag& stopped) {
  std::vector<Pair> links;
  for (const std::vector<Pair>& part : Parts(pairs)) {
    if (HasStopped(stopped)) return {};
    std::vector<Pair> rivals;
    const std::vector<Pair> chosen = SolveComponent(part, rivals);
    links.insert(links.end(), chosen.begin(), chosen.end());
    if (one_to_one) continue;
    for (const Pair& rival : rivals) {
      const bool repeated = std::all_of(chosen.begin(), chosen.end(), [&](const Pair& link) {
        return (link.a != rival.a || odds(link.b, rival.b) > 0) && (link.b != rival.b || odds(link.a, rival.a) > 0);
      });
      if (repeated) links.push_back(rival);
    }
  }
  std::sort(links.begin(), links.end());
  return links;
}

}  // namespace lianfang::linkage
