// The weight of evidence that two records are of one person: the sum over the fields of ln(m / u), how likely their
// agreement is for one person against two. Fellegi and Sunter 1969.
//
//   const Weights weights(ShippedModel(), table);
//   weights.Score(a, b) + weights.prior() > 0          // rather one person than two
#ifndef LIANFANG_LINKAGE_WEIGHTS_H_
#define LIANFANG_LINKAGE_WEIGHTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "linkage/field.h"
#include "linkage/model.h"
#include "linkage/table.h"

namespace lianfang::linkage {

// One field's part in a decision.
struct Agreement {
  size_t field;
  Level level;
  double weight;
  bool swapped = false;  // with the other name
};

// ln(p / (1 - p)) and back.
double LogOdds(double probability);
double Probability(double log_odds);

class Weights {
 public:
  // Chance agreements are counted in the table, which must outlive this.
  Weights(const Model& model, const Table& table);
  // Chance agreements are the edition's: the weights of two records do not depend on any other one.
  static Weights OfEdition(const Model& model, const Table& table, double prior);

  // The weight of all fields, in nats. Symmetric. What falls below `floor` for certain may be answered as any value
  // below it.
  double Score(size_t a, size_t b, double floor) const;
  double Score(size_t a, size_t b) const;
  // The same, field by field; the weights add up to the score.
  std::vector<Agreement> Explain(size_t a, size_t b) const;
  // Log odds that two records taken at random are of one person.
  double prior() const { return prior_; }
  void set_prior(double prior) { prior_ = prior; }

 private:
  struct FieldWeights {
    FieldKind kind;
    std::array<double, kLevels> u;  // by sample, or the edition's
    double records = 0;             // with a value
    bool place = false;
  };
  struct Names {
    size_t given;
    size_t family;
  };

  Weights(const Model& model, const Table& table, double prior) : model_(model), table_(table), prior_(prior) {}
  void OrderFields();
  void Sample();
  double FieldWeight(size_t field, Level level, const Value& a, const Value& b) const;
  double ChanceOf(const FieldWeights& weights, const KindModel& kind, double records) const;
  struct HouseholdCount {
    double pairs = 0;
    double different = 0;
  };
  void MeasureHouseholds();
  void CountHouseholds(size_t place, size_t other, HouseholdCount& count) const;
  double Surplus(double place, double family) const;
  double SwappedNames(size_t a, size_t b, Level& given, Level& family, double& given_weight,
                      double& family_weight) const;

  Model model_;
  const Table& table_;
  double prior_;
  bool counted_ = false;  // values' own frequencies are used
  std::vector<FieldWeights> fields_;
  std::vector<size_t> order_;  // of evaluation: what says most first
  bool has_names_ = false;
  Names names_{};
  bool has_full_name_ = false;
  size_t full_name_ = 0;
  double household_ = 0;  // log odds that two who share the place, and the family name, are one person
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_WEIGHTS_H_
