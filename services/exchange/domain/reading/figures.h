// Figures of a return, counted from records.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_FIGURES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_FIGURES_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// OK, or INVALID_ARGUMENT naming the fields at fault below `definitions`.
absl::Status CheckDefinitions(const google::protobuf::RepeatedPtrField<v1::FigureDefinition>& definitions,
                              const type::v1::Plan& plan);

// What figures are counted for.
struct FigureScope {
  absl::CivilDay first;
  absl::CivilDay last;  // inclusive
  std::string region;
  std::string industry;
  absl::TimeZone zone;
};

// Counts one figure over records that are offered one by one, each in its newest version: however many there are, only its sources up to
// a bound and the persons counted are kept.
class FigureCount {
 public:
  FigureCount(const v1::FigureDefinition& definition, FigureScope scope)
      : definition_(definition), scope_(std::move(scope)) {}

  void Offer(const v1::Record& record);
  // By what has been offered.
  v1::ProposedFigure Figure() const;
  int64_t number() const { return number_; }

 private:
  bool Applies(const v1::Record& record) const;
  int64_t Adds(const v1::Record& record);

  v1::FigureDefinition definition_;
  FigureScope scope_;
  int64_t number_ = 0;
  int source_count_ = 0;
  google::protobuf::RepeatedPtrField<v1::FigureSource> sources_;
  std::set<std::string> persons_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_FIGURES_H_
