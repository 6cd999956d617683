#include "cli/client.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/text/error_text.h"
#include "common/rpc/channel.h"

namespace lianfang::cli {
namespace {

// Where a user says the target.
absl::string_view OptionOf(Backend backend) {
  switch (backend) {
    case Backend::kSubmission:
      return "--submission-target (LIANFANG_SUBMISSION_TARGET)";
    case Backend::kCoordination:
      return "--coordination-target (LIANFANG_COORDINATION_TARGET)";
    case Backend::kEvaluation:
      return "--evaluation-target (LIANFANG_EVALUATION_TARGET)";
    case Backend::kExchange:
      return "--exchange-target (LIANFANG_EXCHANGE_TARGET)";
    case Backend::kExpert:
      return "--expert-target (LIANFANG_EXPERT_TARGET)";
    case Backend::kFund:
      return "--fund-target (LIANFANG_FUND_TARGET)";
    case Backend::kNotification:
      return "--notification-target (LIANFANG_NOTIFICATION_TARGET)";
    case Backend::kPortal:
      return "--portal-target (LIANFANG_PORTAL_TARGET)";
  }
  return "";
}

}  // namespace

absl::string_view NameOf(Backend backend) {
  switch (backend) {
    case Backend::kSubmission:
      return "submission";
    case Backend::kCoordination:
      return "coordination";
    case Backend::kEvaluation:
      return "evaluation";
    case Backend::kExchange:
      return "exchange";
    case Backend::kExpert:
      return "expert";
    case Backend::kFund:
      return "fund";
    case Backend::kNotification:
      return "notification";
    case Backend::kPortal:
      return "portal";
  }
  return "";
}

Backend BackendOf(absl::string_view full_name) {
  if (absl::StartsWith(full_name, "lianfang.coordination.")) return Backend::kCoordination;
  if (absl::StartsWith(full_name, "lianfang.evaluation.")) return Backend::kEvaluation;
  if (absl::StartsWith(full_name, "lianfang.exchange.")) return Backend::kExchange;
  if (absl::StartsWith(full_name, "lianfang.expert.")) return Backend::kExpert;
  if (absl::StartsWith(full_name, "lianfang.fund.")) return Backend::kFund;
  if (absl::StartsWith(full_name, "lianfang.notification.")) return Backend::kNotification;
  if (absl::StartsWith(full_name, "lianfang.portal.")) return Backend::kPortal;
  return Backend::kSubmission;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Client::ChannelTo(Backend backend) {
  std::shared_ptr<grpc::Channel>& channel = channels_[backend];
  if (channel != nullptr) return channel;

  const auto target = options_.targets.find(backend);
  if (target == options_.targets.end() || target->second.empty()) {
    return UsageError(absl::StrCat(OptionOf(backend), " is not given"));
  }
  if (options_.tls.certificate.empty() || options_.tls.key.empty() || options_.tls.ca.empty()) {
    return UsageError(
        "--tls-cert, --tls-key and --tls-ca (LIANFANG_TLS_CERT, LIANFANG_TLS_KEY, LIANFANG_TLS_CA) are not all given");
  }
  // Persons come in by the edge, which is a proxy.
  auto opened = OpenChannel(target->second, options_.tls, Readiness::kTakenForGranted);
  if (!opened.ok()) return UsageError(opened.status().message());
  channel = *opened;
  return channel;
}

}  // namespace lianfang::cli
