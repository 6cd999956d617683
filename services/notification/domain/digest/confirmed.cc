#include "services/notification/domain/digest/confirmed.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"

namespace lianfang::notification {
namespace {

using v1::ConfirmedFiling;
using v1::Contact;

bool ComesFirst(const ConfirmedFiling& left, const ConfirmedFiling& right) {
  const auto order = [](const ConfirmedFiling& filing) {
    return std::make_tuple(FromTimestamp(filing.commit_time()), filing.ledger_sequence(), std::cref(filing.revision()),
                           std::cref(filing.contact()));
  };
  return order(left) < order(right);
}

Digest EmptyDigest(const Contact& contact) {
  Digest digest;
  digest.contact = contact;
  digest.time = absl::InfinitePast();
  return digest;
}

}  // namespace

std::string ConfirmationStage(const ConfirmedFiling& filing) {
  return absl::StrCat("confirmed/", filing.ledger_sequence());
}

bool IsConfirmationDigest(const v1::Delivery& delivery) { return delivery.template_() == kConfirmationDigestTemplate; }

std::vector<DueConfirmation> DueConfirmations(const std::vector<ConfirmedFiling>& waiting, const Mornings& mornings,
                                              absl::TimeZone zone, absl::Time now) {
  std::vector<DueConfirmation> due;
  for (const ConfirmedFiling& filing : waiting) {
    Stage stage;
    stage.due = absl::InfinitePast();
    stage.time = mornings.MorningAfter(FromTimestamp(filing.commit_time()), zone);
    if (mornings.SendTime(stage, zone, now) <= now) due.push_back({filing, stage.time});
  }
  return due;
}

std::vector<Digest> WithConfirmations(std::vector<Digest> digests, const std::vector<DueConfirmation>& due,
                                      const std::vector<Contact>& contacts) {
  std::map<std::string, const Contact*> by_name;
  for (const Contact& contact : contacts) by_name.emplace(contact.name(), &contact);
  std::map<std::string, size_t> by_mailbox;
  for (size_t i = 0; i < digests.size(); ++i) by_mailbox.emplace(MailboxKey(digests[i].contact.email()), i);
  for (const auto& [filing, morning] : due) {
    const auto contact = by_name.find(filing.contact());
    if (contact == by_name.end()) continue;
    const auto [at, fresh] = by_mailbox.emplace(MailboxKey(contact->second->email()), digests.size());
    if (fresh) digests.push_back(EmptyDigest(*contact->second));
    Digest& digest = digests[at->second];
    digest.confirmations.push_back(filing);
    if (digest.items.empty()) digest.time = std::max(digest.time, morning);
  }
  for (Digest& digest : digests) std::sort(digest.confirmations.begin(), digest.confirmations.end(), ComesFirst);
  return digests;
}

}  // namespace lianfang::notification
