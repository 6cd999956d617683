#include "services/evaluation/domain/facts/filings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::evaluation {

using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::Return;

namespace {

absl::string_view IdOf(absl::string_view obligation) { return obligation.substr(obligation.rfind('/') + 1); }

}  // namespace

Filing& Filings::At(absl::string_view obligation) { return filings_[IdOf(obligation)]; }

void Filings::Put(Obligation obligation) {
  Filing& filing = At(obligation.name());
  filing.obligation = std::make_shared<const Obligation>(std::move(obligation));
}

void Filings::Put(Return filed) {
  Filing& filing = At(filed.obligation());
  filing.filed = std::make_shared<const Return>(std::move(filed));
}

Filing Filings::Find(const Subject& subject) const {
  const auto found = filings_.find(absl::StrCat(subject.period, "-", subject.region, "-", subject.industry));
  // What was filed for an obligation that is not known yet says nothing yet.
  return found == filings_.end() || found->second.obligation == nullptr ? Filing() : found->second;
}

std::shared_ptr<const Obligation> Filings::ObligationOf(const Return& filed) const {
  const auto found = filings_.find(IdOf(filed.obligation()));
  return found == filings_.end() ? nullptr : found->second.obligation;
}

absl::Time Filings::NextDueTime(absl::Time as_of) const {
  absl::Time next = absl::InfiniteFuture();
  const auto consider = [&](absl::Time instant) {
    if (instant > as_of) next = std::min(next, instant);
  };
  ForEach([&](const Filing& filing) {
    if (filing.obligation == nullptr) return;
    consider(FromTimestamp(filing.obligation->due_time()));
    if (filing.obligation->has_final_due_time()) consider(FromTimestamp(filing.obligation->final_due_time()));
    for (const auto& send_back : filing.obligation->send_backs()) consider(FromTimestamp(send_back.due_time()));
  });
  return next;
}

}  // namespace lianfang::evaluation
