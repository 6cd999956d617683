// Confirmations (报送确认): what whoever filed a return is told of it, where the plan asks for it. A confirmation is a notice of
// this service's own, to the holders of the filer's role in his department. Pure.
//
//   const auto event = EventOf(change);
//   if (event.has_value() && AreConfirmed(plan)) {
//     for (const Notice& notice : Confirmations(*event, change, plan, contacts, receipt, "lianfang.example", now)) ...
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_CONFIRMATIONS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_CONFIRMATIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/notification/domain/notice/notice_rules.h"

namespace lianfang::notification {

// What happened to a return that its filer is told.
enum class ConfirmedEvent { kFiled, kAccepted, kSentBack };

// What the change tells; nothing where it is none of these, such as a file that was attached or a return that moved.
std::optional<ConfirmedEvent> EventOf(const submission::v1::WatchReturnsResponse& change);

// Whether the plan asks for confirmations.
bool AreConfirmed(const type::v1::Plan& plan);

// Whether this confirmation waits for the morning (digest/confirmed.h): the plan has it so, and the reader need not act. What
// is sent back never waits.
bool WaitsForMorning(ConfirmedEvent event, const type::v1::Plan& plan);

// What is told in the morning: one for each contact that holds the filer's role; of contacts that share a mailbox, for the first.
std::vector<v1::ConfirmedFiling> MorningConfirmations(ConfirmedEvent event,
                                                      const submission::v1::WatchReturnsResponse& change,
                                                      const type::v1::Plan& plan,
                                                      const std::vector<v1::Contact>& contacts, absl::Time now);

// The mails: one notice for each language that its readers have, with the receipt attached. None where nobody holds the
// filer's role. Their names follow from the entry of the ledger: planned twice, they are the same.
std::vector<Notice> Confirmations(ConfirmedEvent event, const submission::v1::WatchReturnsResponse& change,
                                  const type::v1::Plan& plan, const std::vector<v1::Contact>& contacts,
                                  const v1::Attachment& receipt, const std::string& mail_domain, absl::Time now);

// The templates of confirmations and their variables; SendNotice may not use them.
NoticeTemplates ConfirmationTemplates();

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_CONFIRMATIONS_H_
