// Links between records of different kinds: a casualty and the work-injury case, a report card and the case, a person in a key position
// and the attendance at a course.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lianfang/exchange/v1/linkage.pb.h"
#include "linkage/model.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

// What a person has decided of two appearances, by their names.
using LinkDecisions = std::map<std::pair<std::string, std::string>, bool>;

// The edition of the model that records are linked by. Its thresholds are stricter than those of a file that somebody reads afterwards: from
// 0.95 on a link is made, from 0.2 on a person is asked.
const linkage::Model& ReconciliationModel();

// All links of the records, uncertain ones included, by their names; without etag and times. The same records give the same links,
// whatever the order of their arrival: weights are the edition's, never counted in the records.
std::vector<v1::Link> LinksOf(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
                              absl::TimeZone zone);

// `links/{link}`, from what it links.
std::string LinkName(const std::string& plan, const std::string& left, const std::string& right);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_
