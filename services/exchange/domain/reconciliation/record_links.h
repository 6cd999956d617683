// Links between records of different kinds: a casualty and the work-injury case, a report card and the case, a person in a key position
// and the attendance at a course.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lianfang/exchange/v1/linkage.pb.h"
#include "linkage/model.h"
#include "linkage/stop.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

// What a person has decided of two appearances, by their names.
using LinkDecisions = std::map<std::pair<std::string, std::string>, bool>;

// All links of the records, uncertain ones included, by their names; without etag and times. The same records and the same edition of the
// model give the same links, whatever the order of their arrival: weights are the edition's, never counted in the records. Where it is stopped, the
// answer is of no use.
std::vector<v1::Link> LinksOf(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
                              const linkage::Model& model, absl::TimeZone zone,
                              const linkage::StopFlag& stopped = nullptr);

// What was linked before, and what has changed since. Between the two runs agreements, plan, edition and decisions are the same.
struct LinkedBefore {
  const std::vector<v1::Link>& links;    // of all records, as LinksOf answered them
  const std::set<std::string>& changed;  // `records/{kind}/{record}` of each that has a version since
};

// The same as LinksOf, with less work: only records that have changed, those that were linked to an earlier version or to one that is gone,
// and those that are likely pairs of these, directly or through others, are compared and linked anew. Other links stay as they are: the
// links of a connected component depend on its own records alone. One thing is only seen by LinksOf: a key by which records are compared is
// passed over once more than 100 share it (linkage/blocking.h), so a record that makes it 101 may part others. `compared` counts pairs.
std::vector<v1::Link> Relinked(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
                               const linkage::Model& model, absl::TimeZone zone, const LinkedBefore& before,
                               uint64_t& compared, const linkage::StopFlag& stopped = nullptr);

// `links/{link}`, from what it links.
std::string LinkName(const std::string& plan, const std::string& left, const std::string& right);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_LINKS_H_
