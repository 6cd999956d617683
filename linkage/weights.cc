#include "linkage/weights.h"

#include <algorithm>
#include <cmath>

#include "linkage/compare.h"
#include "linkage/normalize.h"

namespace lianfang::linkage {
namespace {

constexpr size_t kSampledPairs = 200'000;
// Most that one field says. An identifier shared by mistake must not outweigh all else.
constexpr double kMostWeight = 13;
// Records of one person that have different given names, at most: what is beyond that are families.
constexpr double kRenamed = 0.25;
constexpr double kMostHousehold = 6;
// Two citizen ids, each with a check character that holds, are hardly ever of one person. Twins share all else.
constexpr double kTwoCitizens = -12;
// Of those who share a place, each is compared with so many at most.
constexpr size_t kHouseholdPairs = 10;

bool IsPlace(FieldKind kind) {
  return kind == FieldKind::kNumber || kind == FieldKind::kText || kind == FieldKind::kCategory ||
         kind == FieldKind::kYear;
}

// Families share years and categories as they share the place; where these differ, it counts in full.
bool IsShared(bool place, FieldKind kind, double weight) {
  return place && (weight > 0 || (kind != FieldKind::kCategory && kind != FieldKind::kYear));
}

// SplitMix64: the sample depends on nothing but the number of records.
uint64_t Scrambled(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

size_t Index(Level level) { return static_cast<size_t>(level); }

}  // namespace

double LogOdds(double probability) { return std::log(probability / (1 - probability)); }
double Probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

Weights::Weights(const Model& model, const Table& table) : Weights(model, table, 0) {
  const double largest = static_cast<double>(std::max(table.rows(0), table.rows(1)));
  prior_ = -std::log(std::max(2.0, largest));
  counted_ = true;
  OrderFields();
  Sample();
  if (has_names_ || has_full_name_) MeasureHouseholds();
}

Weights Weights::OfEdition(const Model& model, const Table& table, double prior) {
  Weights weights(model, table, prior);
  weights.OrderFields();
  return weights;
}

void Weights::OrderFields() {
  // Cheap and telling kinds first, so that most pairs end early.
  static constexpr std::array<FieldKind, kFieldKinds> kOrder = {
      FieldKind::kIdentifier, FieldKind::kBirthDate,    FieldKind::kPhone,     FieldKind::kCategory,
      FieldKind::kYear,       FieldKind::kFamilyName,   FieldKind::kGivenName, FieldKind::kFullName,
      FieldKind::kNumber,     FieldKind::kOrganization, FieldKind::kText};
  bool given = false;
  bool family = false;
  for (size_t field = 0; field < table_.fields(); ++field) {
    const Column& column = table_.column(field);
    FieldWeights weights{column.field().kind, model_.of(column.field().kind).u, 0, IsPlace(column.field().kind)};
    for (uint32_t value = 1; value < column.size(); ++value) weights.records += column.value(value).count;
    fields_.push_back(weights);
    if (weights.kind == FieldKind::kGivenName && !given) names_.given = field, given = true;
    if (weights.kind == FieldKind::kFamilyName && !family) names_.family = field, family = true;
    if (weights.kind == FieldKind::kFullName && !has_full_name_) full_name_ = field, has_full_name_ = true;
  }
  has_names_ = given && family;
  for (const FieldKind kind : kOrder) {
    for (size_t field = 0; field < fields_.size(); ++field) {
      if (fields_[field].kind == kind) order_.push_back(field);
    }
  }
}

void Weights::Sample() {
  const size_t left = table_.rows(0);
  const bool two = table_.tables() == 2;
  const size_t right = two ? table_.rows(1) : left;
  if (left == 0 || right == 0) return;
  std::vector<std::array<double, kLevels>> seen(fields_.size());
  for (size_t k = 0; k < kSampledPairs; ++k) {
    const size_t a = Scrambled(2 * k) % left;
    const size_t b = two ? left + Scrambled(2 * k + 1) % right : Scrambled(2 * k + 1) % right;
    if (a == b) continue;
    for (size_t field = 0; field < fields_.size(); ++field) {
      const Level level = Compare(fields_[field].kind, table_.value(a, field), table_.value(b, field));
      seen[field][Index(level)] += 1;
    }
  }
  for (size_t field = 0; field < fields_.size(); ++field) {
    double known = 0;
    for (size_t level = 1; level < kLevels; ++level) known += seen[field][level] + 0.5;
    for (size_t level = 1; level < kLevels; ++level) fields_[field].u[level] = (seen[field][level] + 0.5) / known;
  }
}

// The chance that two persons share a value which so many records have.
double Weights::ChanceOf(const FieldWeights& weights, const KindModel& kind, double records) const {
  return std::max(kind.rarest, (std::max(records, 2.0) - kind.own) / std::max(weights.records, 2.0));
}

double Weights::FieldWeight(size_t field, Level level, const Value& a, const Value& b) const {
  if (level == Level::kMissing) return 0;
  const FieldWeights& weights = fields_[field];
  const KindModel& kind = model_.of(weights.kind);
  const double m = kind.m[Index(level)];
  if (m <= 0) return 0;
  if (level == Level::kDifferent && weights.kind == FieldKind::kIdentifier && !CitizenIdBody(a.text).empty() &&
      !CitizenIdBody(b.text).empty()) {
    return kTwoCitizens;
  }
  double u = weights.u[Index(level)];
  if (counted_ && level == Level::kExact) u = ChanceOf(weights, kind, std::max(a.count, b.count));
  if (counted_ && level == Level::kSound) {
    const Column& column = table_.column(field);
    u = std::max(u * 0.1, ChanceOf(weights, kind, std::max(column.SoundCount(a.sound), column.SoundCount(b.sound))));
  }
  if (counted_ && level == Level::kClose) u = 0.5 * u + m * std::max(a.count, b.count) / std::max(weights.records, 2.0);
  const double weight = std::log(m / u);
  if (level == Level::kDifferent) return std::min(weight, -0.01);
  return std::min(weight, kMostWeight);
}

// Two of a family share the place and the family name, so these are no independent evidence: together they say no more
// than the odds that two who share them are one person, which a table of single persons and one of families answer
// differently. What is more than that.
double Weights::Surplus(double place, double family) const {
  if (place <= 0 || !(has_names_ || has_full_name_)) return 0;
  const double together = place + std::max(0.0, family);
  return std::max(0.0, together - (household_ - prior_));
}

// Of the pairs that share two parts of the place and the family name, to the letter: how many have different given names,
// which records of one person have less often than those of a family.
void Weights::MeasureHouseholds() {
  std::vector<size_t> places;
  for (size_t field = 0; field < fields_.size(); ++field) {
    const FieldKind kind = fields_[field].kind;
    if (kind == FieldKind::kNumber || kind == FieldKind::kText) places.push_back(field);
  }
  HouseholdCount count;
  for (size_t i = 0; i < places.size(); ++i) CountHouseholds(places[i], places[(i + 1) % places.size()], count);
  // A few pairs' worth of doubt: half of those who share a place are two persons.
  const double two = std::clamp((count.different - kRenamed * count.pairs) / (1 - kRenamed), 0.0, count.pairs);
  household_ = std::min(kMostHousehold, LogOdds(1 - (two + 2) / (count.pairs + 4)));
}

void Weights::CountHouseholds(size_t place, size_t other, HouseholdCount& count) const {
  std::vector<std::pair<uint64_t, uint32_t>> keys;
  for (uint32_t record = 0; record < table_.size(); ++record) {
    const uint64_t family = has_names_ ? table_.value_number(record, names_.family) : 1;
    const uint64_t x = table_.value_number(record, place);
    const uint64_t y = table_.value_number(record, other);
    if (family != 0 && x != 0 && y != 0) keys.emplace_back(Scrambled(family ^ Scrambled(x ^ Scrambled(y))), record);
  }
  std::sort(keys.begin(), keys.end());
  const size_t name = has_names_ ? names_.given : full_name_;
  for (size_t i = 0; i < keys.size(); ++i) {
    for (size_t j = i + 1; j < std::min(keys.size(), i + kHouseholdPairs) && keys[j].first == keys[i].first; ++j) {
      const uint32_t a = keys[i].second;
      const uint32_t b = keys[j].second;
      if (table_.tables() == 2 && table_.side(a) == table_.side(b)) continue;
      const Level level = Compare(fields_[name].kind, table_.value(a, name), table_.value(b, name));
      if (level == Level::kMissing) continue;
      count.pairs += 1;
      count.different += level >= Level::kSimilar ? 1 : 0;
    }
  }
}

double Weights::SwappedNames(size_t a, size_t b, Level& given, Level& family, double& given_weight,
                             double& family_weight) const {
  const Value& given_a = table_.value(a, names_.given);
  const Value& family_a = table_.value(a, names_.family);
  const Value& given_b = table_.value(b, names_.given);
  const Value& family_b = table_.value(b, names_.family);
  given = Compare(FieldKind::kGivenName, given_a, family_b);
  family = Compare(FieldKind::kFamilyName, family_a, given_b);
  given_weight = FieldWeight(names_.given, given, given_a, given_a);
  family_weight = FieldWeight(names_.family, family, family_a, family_a) + std::log(model_.swapped_names);
  return given_weight + family_weight;
}

std::vector<Agreement> Weights::Explain(size_t a, size_t b) const {
  if (a > b) std::swap(a, b);
  std::vector<Agreement> agreements(fields_.size());
  double place = 0;
  for (size_t field = 0; field < fields_.size(); ++field) {
    const Value& x = table_.value(a, field);
    const Value& y = table_.value(b, field);
    const Level level = Compare(fields_[field].kind, x, y);
    agreements[field] = {field, level, FieldWeight(field, level, x, y)};
    if (IsShared(fields_[field].place, fields_[field].kind, agreements[field].weight))
      place += agreements[field].weight;
  }
  if (has_names_) {
    Agreement& given = agreements[names_.given];
    Agreement& family = agreements[names_.family];
    if (given.level > Level::kClose || family.level > Level::kClose) {
      Agreement swapped_given = given;
      Agreement swapped_family = family;
      if (SwappedNames(a, b, swapped_given.level, swapped_family.level, swapped_given.weight, swapped_family.weight) >
          given.weight + family.weight) {
        given = swapped_given;
        family = swapped_family;
        given.swapped = family.swapped = true;
      }
    }
  }
  const double surplus = Surplus(place, has_names_ ? agreements[names_.family].weight : 0);
  if (surplus > 0) {
    // What stays of the place; where that is not enough, the family name says less, too.
    const double kept = std::max(0.0, place - surplus);
    for (Agreement& agreement : agreements) {
      const FieldWeights& field = fields_[agreement.field];
      if (IsShared(field.place, field.kind, agreement.weight)) agreement.weight *= kept / place;
    }
    if (surplus > place) agreements[names_.family].weight -= surplus - place;
  }
  return agreements;
}

double Weights::Score(size_t a, size_t b) const { return Score(a, b, -1e9); }

double Weights::Score(size_t a, size_t b, double floor) const {
  if (a > b) std::swap(a, b);
  // What the fields not yet compared say at most.
  double rest = 0;
  for (const size_t field : order_) {
    const Value& x = table_.value(a, field);
    const Value& y = table_.value(b, field);
    if (!x.text.empty() && !y.text.empty())
      rest += std::max(0.0, FieldWeight(field, Level::kExact, x.count < y.count ? x : y, x.count < y.count ? x : y));
  }
  double place = 0;
  double others = 0;
  Level given = Level::kMissing;
  Level family = Level::kMissing;
  double given_weight = 0;
  double family_weight = 0;
  for (const size_t field : order_) {
    const Value& x = table_.value(a, field);
    const Value& y = table_.value(b, field);
    if (x.text.empty() || y.text.empty()) continue;
    const FieldKind kind = fields_[field].kind;
    const Level level = Compare(kind, x, y);
    const double weight = FieldWeight(field, level, x, y);
    rest -= std::max(0.0, FieldWeight(field, Level::kExact, x.count < y.count ? x : y, x.count < y.count ? x : y));
    if (has_names_ && field == names_.given) given = level, given_weight = weight;
    if (has_names_ && field == names_.family) family = level, family_weight = weight;
    (IsShared(fields_[field].place, kind, weight) ? place : others) += weight;
    const bool names_pending = kind == FieldKind::kFamilyName || kind == FieldKind::kGivenName;
    if (!names_pending && others + place + rest + 1e-9 < floor && !has_names_) return others + place + rest;
  }
  if (has_names_ && (given > Level::kClose || family > Level::kClose)) {
    Level swapped_given;
    Level swapped_family;
    double swapped_given_weight;
    double swapped_family_weight;
    const double swapped =
        SwappedNames(a, b, swapped_given, swapped_family, swapped_given_weight, swapped_family_weight);
    if (swapped > given_weight + family_weight) {
      others += swapped - given_weight - family_weight;
      family_weight = swapped_family_weight;
    }
  }
  return others + place - Surplus(place, family_weight);
}

}  // namespace lianfang::linkage
