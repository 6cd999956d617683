// The register of employers: who keeps it, and in what other departments' entries differ.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_EMPLOYER_REGISTER_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_EMPLOYER_REGISTER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// A department that keeps the register for some employers, by an edition in force of an agreement on that (PURPOSE_REGISTER).
struct RegisterAgreement {
  std::string edition;  // `plans/{plan}/agreements/{agreement}/editions/{edition}`
  v1::AgreementTerms terms;
};
std::vector<RegisterAgreement> RegisterAgreements(const std::vector<v1::Agreement>& agreements, absl::Time now);

// Fields in which the two records of an employer differ, as paths; personal ones are not compared. At most 20.
std::vector<std::string> DifferingFields(const v1::Record& one, const v1::Record& other);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_EMPLOYER_REGISTER_H_
