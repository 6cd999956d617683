#include "services/notification/channels/email/smtp_failure.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

// Codes that never speak of a recipient: syntax and parameters (HELO refused: 504), no mail accepted here, encryption or
// authentication wanted or failed.
constexpr int kCodesAboutUs[] = {421, 500, 501, 502, 503, 504, 521, 530, 534, 535, 538};

// What servers say of the client, where the code leaves it open. In lower case.
constexpr absl::string_view kWordsAboutUs[] = {"helo",    "ehlo",      "client host", "your ip",   "ip address",
                                               "sender",  "mail from", "relay",       "frequency", "too many",
                                               "authent", "blacklist", "blocklist",   "rbl",       "spamhaus"};

// An enhanced status code (RFC 3463), `5.7.1`.
struct Enhanced {
  int subject = 0;
  int detail = 0;
};

// The one behind the reply code; zeros when there is none.
Enhanced EnhancedOf(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, absl::ByAnyChar(" -\t"), absl::SkipEmpty());
  for (size_t i = 0; i < words.size() && i < 2; ++i) {
    const std::vector<absl::string_view> numbers = absl::StrSplit(words[i], '.');
    Enhanced found;
    int kind = 0;
    if (numbers.size() == 3 && absl::SimpleAtoi(numbers[0], &kind) && absl::SimpleAtoi(numbers[1], &found.subject) &&
        absl::SimpleAtoi(numbers[2], &found.detail)) {
      return found;
    }
  }
  return {};
}

bool IsMailboxCode(const Enhanced& code) {
  const bool of_the_sender = code.subject == 1 && (code.detail == 7 || code.detail == 8);
  return (code.subject == 1 && !of_the_sender) || code.subject == 2;
}

// Codes of the mail system, the network and the protocol.
bool IsServerCode(const Enhanced& code) { return code.subject >= 3 && code.subject <= 5; }

bool SpeaksOfUs(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  return std::any_of(std::begin(kWordsAboutUs), std::end(kWordsAboutUs),
                     [&lower](absl::string_view word) { return absl::StrContains(lower, word); });
}

}  // namespace

SmtpStage StageOfCommand(absl::string_view line, SmtpStage current) {
  if (absl::StartsWith(line, "EHLO") || absl::StartsWith(line, "HELO") || absl::StartsWith(line, "STARTTLS") ||
      absl::StartsWith(line, "AUTH ")) {
    return SmtpStage::kSession;
  }
  if (absl::StartsWith(line, "MAIL FROM")) return SmtpStage::kSender;
  if (absl::StartsWith(line, "RCPT TO")) return SmtpStage::kRecipient;
  if (absl::StartsWith(line, "DATA")) return SmtpStage::kContent;
  return current;
}

SendResult JudgeFailure(SmtpStage stage, int code, const std::string& text) {
  const SendResult channel{Outcome::kTransientFailure, code, text, Scope::kChannel};
  if (stage == SmtpStage::kSession || stage == SmtpStage::kSender) return channel;
  if (std::find(std::begin(kCodesAboutUs), std::end(kCodesAboutUs), code) != std::end(kCodesAboutUs)) return channel;
  const Scope scope = stage == SmtpStage::kRecipient && code != 0 ? Scope::kMailbox : Scope::kMail;
  if (code < 500) return {Outcome::kTransientFailure, code, text, scope};
  const Enhanced enhanced = EnhancedOf(text);
  if (IsMailboxCode(enhanced)) return {Outcome::kPermanentFailure, code, text, Scope::kMailbox};
  if (IsServerCode(enhanced)) return channel;
  if (enhanced.subject == 1 || (stage == SmtpStage::kRecipient && enhanced.subject == 7) || SpeaksOfUs(text)) {
    return {Outcome::kTransientFailure, code, text, Scope::kMail, /*doubts_channel=*/true};
  }
  return {Outcome::kPermanentFailure, code, text, scope};
}

}  // namespace lianfang::notification
