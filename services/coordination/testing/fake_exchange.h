// Exchange as far as this service needs it, for tests: versions of records, answers to repeats, and what may go wrong on the way.
#ifndef LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_EXCHANGE_H_
#define LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_EXCHANGE_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/coordination/exchange/exchange_records.h"

namespace lianfang::coordination::testing {

class FakeExchange : public ExchangeRecords {
 public:
  absl::StatusOr<std::vector<absl::Status>> Publish(const std::vector<exchange::v1::Record>& offered,
                                                    const std::string& request_id, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    request_ids.push_back(request_id);
    std::string content;
    for (const exchange::v1::Record& record : offered) content += record.SerializeAsString() + "\n";
    const auto [answer, is_new] = answers_.try_emplace(request_id, content, std::vector<absl::Status>());
    if (!is_new && answer->second.first != content) return absl::InvalidArgumentError("the id is another request's");
    for (const exchange::v1::Record& record : offered) {
      if (is_new) answer->second.second.push_back(Take(record));
    }
    if (lose_answers) return absl::UnavailableError("the answer is lost");
    return answer->second.second;
  }
  absl::Status ReadEmployers(const std::string& region, const std::string&,
                             const std::function<bool(const exchange::v1::Employer&)>& take, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    asked_region = region;
    for (const exchange::v1::Employer& employer : employers) {
      if (!take(employer)) break;
    }
    return absl::OkStatus();
  }

  // The newest version of each record, by owner and source id.
  std::map<std::string, exchange::v1::Record> records;
  std::vector<std::string> request_ids;
  std::vector<exchange::v1::Employer> employers;
  std::string asked_region;
  absl::Status refusal;             // of the records in `refused`, or of all where that is empty
  std::set<std::string> refused;    // source ids
  std::function<void()> meanwhile;  // happens once, before the next records come
  bool away = false;                // it cannot be asked
  bool lose_answers = false;        // it takes the records, and nobody hears of it

 private:
  static absl::Status Newer(const char* reason, int64_t newest) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "exchange has a newer version", reason,
                           {{"newest_version", absl::StrCat(newest)}});
  }
  // As exchange decides on versions.
  absl::Status Take(const exchange::v1::Record& record) {
    if (!refusal.ok() && (refused.empty() || refused.count(record.source_id()) > 0)) return refusal;
    const std::string key = absl::StrCat(record.owner().department(), " ", record.source_id());
    std::map<int64_t, std::string>& versions = versions_[key];
    const int64_t newest = versions.empty() ? 0 : versions.rbegin()->first;
    const auto same = versions.find(record.version());
    if (same != versions.end()) {
      if (same->second != record.SerializeAsString()) return Newer("VERSION_DIFFERS", newest);
      return newest > record.version() ? Newer(kSuperseded, newest) : absl::OkStatus();
    }
    if (record.version() < newest) return Newer("VERSION_GOES_BACKWARDS", newest);
    versions[record.version()] = record.SerializeAsString();
    records[key] = record;
    return absl::OkStatus();
  }

  std::map<std::string, std::pair<std::string, std::vector<absl::Status>>>
      answers_;  // by request id: the request, the answer
  std::map<std::string, std::map<int64_t, std::string>> versions_;
};

}  // namespace lianfang::coordination::testing

#endif  // LIANFANG_SERVICES_COORDINATION_TESTING_FAKE_EXCHANGE_H_
