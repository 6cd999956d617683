// Which fields of a record a figure is counted from, and whether agreements give them. A figure that was counted from records with fields left
// out would be wrong, and a difference invented.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_FIGURE_FIELDS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_FIGURE_FIELDS_H_

#include <string>
#include <vector>

#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// Paths below the kind's message, as agreements name them.
std::vector<std::string> FieldsCounted(const v1::FigureDefinition& definition);

// Whether one of the agreements gives all of them, of every record of this owner that may add to the figure of a region and industry.
bool GiveFigure(const std::vector<v1::AgreementTerms>& agreements, const v1::FigureDefinition& definition,
                const v1::RecordOwner& owner, const std::string& region, const std::string& industry);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_FIGURE_FIELDS_H_
