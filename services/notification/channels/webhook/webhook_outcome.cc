#include "services/notification/channels/webhook/webhook_outcome.h"

#include <algorithm>
#include <utility>

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

// Of 4xx those that speak of the message.
constexpr int kAboutMessage[] = {400, 413};

// Of 4xx those that speak of us, our request or our pace: credentials, method, media type, time, rate.
constexpr int kAboutUs[] = {401, 402, 403, 405, 406, 407, 408, 411, 415, 421, 425, 426, 428, 429, 431};

template <size_t N>
bool IsIn(const int (&statuses)[N], int status) {
  return std::find(std::begin(statuses), std::end(statuses), status) != std::end(statuses);
}

}  // namespace

SendResult OutcomeOf(int status, std::string text, absl::Duration rest) {
  if (status >= 200 && status < 300) return {Outcome::kAccepted, status, ""};
  if (status < 400 || status >= 500 || IsIn(kAboutUs, status)) {
    SendResult result{Outcome::kTransientFailure, status, std::move(text), Scope::kChannel};
    result.rest = rest;
    return result;
  }
  return {Outcome::kPermanentFailure, status, std::move(text),
          IsIn(kAboutMessage, status) ? Scope::kMail : Scope::kMailbox};
}

}  // namespace lianfang::notification
