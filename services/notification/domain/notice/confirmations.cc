#include "services/notification/domain/notice/confirmations.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/identity.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using submission::v1::Return;
using submission::v1::ReturnRevision;
using submission::v1::WatchReturnsResponse;
using Variables = std::vector<std::pair<const char*, std::string>>;

constexpr char kFiledTemplate[] = "confirmation-filed";
constexpr char kAcceptedTemplate[] = "confirmation-accepted";
constexpr char kSentBackTemplate[] = "confirmation-sent-back";
constexpr size_t kMostFigures = 40;
constexpr size_t kMostText = 1500;  // bytes of a reason: less than a variable may have

const char* TemplateOf(ConfirmedEvent event) {
  switch (event) {
    case ConfirmedEvent::kAccepted:
      return kAcceptedTemplate;
    case ConfirmedEvent::kSentBack:
      return kSentBackTemplate;
    case ConfirmedEvent::kFiled:
      break;
  }
  return kFiledTemplate;
}

bool IsAt(const google::protobuf::Timestamp& one, const google::protobuf::Timestamp& other) {
  return one.seconds() == other.seconds() && one.nanos() == other.nanos();
}

// A plan's name of an element with this id; the id where it has none.
template <typename Elements>
std::string NameIn(const PlanNames& names, const Elements& elements, const std::string& id) {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const auto& one) { return one.id() == id; });
  const std::string name = found == elements.end() ? "" : names.In(found->names());
  return name.empty() ? id : name;
}

std::string Cut(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

// What mails of one language say.
class Words {
 public:
  Words(const type::v1::Plan& plan, const std::string& language)
      : plan_(plan), names_(plan, language), english_(language == "en") {}

  Variables Of(ConfirmedEvent event, const WatchReturnsResponse& change) const {
    const Return& filed = change.return_();
    const ReturnRevision& revision = filed.latest();
    Variables variables = {{"plan", names_.Title()},
                           {"subject", Subject(filed.name())},
                           {"revision", absl::StrCat(revision.revision())},
                           {"time", Time(change.commit_time())},
                           {"receipt", absl::StrCat(change.ledger_sequence())}};
    if (event == ConfirmedEvent::kFiled) {
      variables.emplace_back("figures", Figures(revision));
      variables.emplace_back("late", revision.late() ? Time(revision.due_time()) : "");
      variables.emplace_back("sign_off", filed.state() == submission::v1::RETURN_STATE_AWAITING_SIGN_OFF ? "1" : "");
    }
    if (event == ConfirmedEvent::kSentBack) {
      const bool reviewed = filed.state() == submission::v1::RETURN_STATE_SENT_BACK;
      variables.emplace_back("reason",
                             Cut(reviewed ? revision.review().reason() : revision.sign_off().reason(), kMostText));
      variables.emplace_back("remarks", reviewed ? Remarks(revision.review()) : "");
      variables.emplace_back("convener", reviewed ? "" : "1");
    }
    return variables;
  }

  // `2022 高平市 煤矿` of the return's id `{period}-{region}-{industry}`.
  std::string Subject(const std::string& name) const {
    const std::string id = name.substr(name.rfind('/') + 1);
    for (const auto& industry : plan_.industries()) {
      for (const auto& region : plan_.regions()) {
        const std::string end = absl::StrCat("-", region.code(), "-", industry.id());
        if (id.size() <= end.size() || id.compare(id.size() - end.size(), end.size(), end) != 0) continue;
        const std::string period = id.substr(0, id.size() - end.size());
        return absl::StrCat(period, " ", names_.Region(region.code()), " ",
                            NameIn(names_, plan_.industries(), industry.id()));
      }
    }
    return id;
  }

 private:
  std::string Time(const google::protobuf::Timestamp& time) const {
    const auto zone = LoadZone(plan_.time_zone());
    return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), zone.ok() ? *zone : absl::UTCTimeZone());
  }

  std::string Figures(const ReturnRevision& revision) const {
    std::vector<std::string> lines;
    for (const auto& value : revision.figures()) {
      if (lines.size() == kMostFigures) {
        lines.emplace_back("…");
        break;
      }
      lines.push_back(absl::StrCat(
          NameIn(names_, plan_.figures(), value.figure()), " ",
          value.has_not_applicable() ? (english_ ? "not applicable" : "不适用") : absl::StrCat(value.number())));
    }
    return absl::StrJoin(lines, english_ ? "; " : "；");
  }

  std::string Remarks(const submission::v1::Review& review) const {
    std::vector<std::string> lines;
    for (const auto& remark : review.remarks()) {
      lines.push_back(
          absl::StrCat(NameIn(names_, plan_.figures(), remark.figure()), english_ ? ": " : "：", remark.text()));
    }
    return Cut(absl::StrJoin(lines, "\n"), kMostText);
  }

  const type::v1::Plan& plan_;
  const PlanNames names_;
  const bool english_;
};

// Whoever holds the role in which the revision was filed. None where the filer is no person.
std::vector<NoticeAddressee> HoldersOfFilersRole(const ReturnRevision& revision,
                                                 const std::vector<v1::Contact>& contacts, absl::Time now) {
  const auto filer = ReadKeptIdentity(revision.submitter());
  if (!filer.ok() || filer->region.empty()) return {};
  v1::SendNoticeRequest request;
  auto& role = *request.add_recipients()->mutable_role();
  role.set_region(filer->region);
  role.set_department(filer->department);
  role.set_role(filer->role == type::v1::ROLE_CONVENER ? type::v1::RECIPIENT_CONVENER : type::v1::RECIPIENT_LIAISON);
  auto holders = ResolveRecipients(request, contacts, now);
  if (!holders.ok()) return {};
  return *std::move(holders);
}

}  // namespace

std::optional<ConfirmedEvent> EventOf(const WatchReturnsResponse& change) {
  if (!change.has_return_() || change.has_previous_owner()) return std::nullopt;
  const Return& filed = change.return_();
  const ReturnRevision& latest = filed.latest();
  switch (filed.state()) {
    case submission::v1::RETURN_STATE_SUBMITTED:
    case submission::v1::RETURN_STATE_AWAITING_SIGN_OFF:
      // A signature, a leave or a file changes the return as well, and files nothing.
      return latest.ledger_sequence() == change.ledger_sequence() ? std::optional(ConfirmedEvent::kFiled)
                                                                  : std::nullopt;
    case submission::v1::RETURN_STATE_ACCEPTED:
      return IsAt(latest.review().review_time(), change.commit_time()) ? std::optional(ConfirmedEvent::kAccepted)
                                                                       : std::nullopt;
    case submission::v1::RETURN_STATE_SENT_BACK:
      return IsAt(latest.review().review_time(), change.commit_time()) ? std::optional(ConfirmedEvent::kSentBack)
                                                                       : std::nullopt;
    case submission::v1::RETURN_STATE_NOT_SIGNED:
      return latest.sign_off().ledger_sequence() == change.ledger_sequence() ? std::optional(ConfirmedEvent::kSentBack)
                                                                             : std::nullopt;
    default:
      return std::nullopt;
  }
}

bool AreConfirmed(const type::v1::Plan& plan) {
  return plan.confirmations() == type::v1::CONFIRMATIONS_EACH_FILING ||
         plan.confirmations() == type::v1::CONFIRMATIONS_IN_DIGEST;
}

bool WaitsForMorning(ConfirmedEvent event, const type::v1::Plan& plan) {
  return plan.confirmations() == type::v1::CONFIRMATIONS_IN_DIGEST && event != ConfirmedEvent::kSentBack;
}

std::vector<v1::ConfirmedFiling> MorningConfirmations(ConfirmedEvent event, const WatchReturnsResponse& change,
                                                      const type::v1::Plan& plan,
                                                      const std::vector<v1::Contact>& contacts, absl::Time now) {
  const Return& filed = change.return_();
  v1::ConfirmedFiling filing;
  filing.set_revision(filed.latest().name());
  filing.set_ledger_sequence(change.ledger_sequence());
  filing.mutable_title()->set_zh(Words(plan, kDefaultLanguage).Subject(filed.name()));
  filing.mutable_title()->set_en(Words(plan, "en").Subject(filed.name()));
  *filing.mutable_commit_time() = change.commit_time();
  filing.set_accepted(event == ConfirmedEvent::kAccepted);
  filing.set_late(filed.latest().late());
  filing.set_awaits_sign_off(filed.state() == submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  std::vector<v1::ConfirmedFiling> filings;
  std::set<std::string> mailboxes;
  for (const NoticeAddressee& holder : HoldersOfFilersRole(filed.latest(), contacts, now)) {
    if (!mailboxes.insert(MailboxKey(holder.contact.email())).second) continue;
    filing.set_contact(holder.contact.name());
    filings.push_back(filing);
  }
  return filings;
}

std::vector<Notice> Confirmations(ConfirmedEvent event, const WatchReturnsResponse& change, const type::v1::Plan& plan,
                                  const std::vector<v1::Contact>& contacts, const v1::Attachment& receipt,
                                  const std::string& mail_domain, absl::Time now) {
  const ReturnRevision& revision = change.return_().latest();
  std::map<std::string, std::vector<NoticeAddressee>> by_language;
  for (NoticeAddressee& holder : HoldersOfFilersRole(revision, contacts, now)) {
    by_language[holder.contact.language()].push_back(std::move(holder));
  }
  std::vector<Notice> notices;
  for (const auto& [language, readers] : by_language) {
    v1::SendNoticeRequest content;
    content.set_template_(TemplateOf(event));
    for (auto& [name, value] : Words(plan, language).Of(event, change)) {
      auto& variable = *content.add_variables();
      variable.set_name(name);
      variable.set_value(std::move(value));
    }
    *content.add_attachments() = receipt;
    Notice notice = MakeNotice(
        content, readers,
        {.kind = v1::DELIVERY_KIND_CONFIRMATION,
         .identity = absl::StrCat("confirmation\n", plan.name(), "\n", change.ledger_sequence(), "\n", language),
         .mail_domain = mail_domain,
         .region = readers.front().contact.region()},
        now);
    for (v1::Delivery& delivery : notice.deliveries) delivery.set_revision(revision.name());
    notices.push_back(std::move(notice));
  }
  return notices;
}

NoticeTemplates ConfirmationTemplates() {
  return {{kFiledTemplate, {"plan", "subject", "revision", "time", "receipt", "figures", "late", "sign_off"}},
          {kAcceptedTemplate, {"plan", "subject", "revision", "time", "receipt"}},
          {kSentBackTemplate, {"plan", "subject", "revision", "time", "receipt", "reason", "remarks", "convener"}}};
}

}  // namespace lianfang::notification
