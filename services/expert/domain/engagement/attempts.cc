#include "services/expert/domain/engagement/attempts.h"

#include <algorithm>

#include "services/expert/domain/engagement/engagement_rules.h"

namespace lianfang::expert {
namespace {

bool Names(const v1::Engagement& engagement, const v1::Party& wanted) {
  return std::any_of(engagement.parties().begin(), engagement.parties().end(),
                     [&](const v1::Party& party) { return party.credit_code() == wanted.credit_code(); });
}

bool HaveOnePurpose(const v1::Engagement& left, const v1::Engagement& right) {
  if (left.pool() != right.pool() || left.kind() != right.kind()) return false;
  if (left.parties().empty() && right.parties().empty()) return left.subject() == right.subject();
  return std::any_of(left.parties().begin(), left.parties().end(),
                     [&](const v1::Party& party) { return Names(right, party); });
}

bool WasHeld(const v1::Engagement& engagement, absl::Time now) {
  const v1::EngagementState state = StateAt(engagement, now);
  return state == v1::ENGAGEMENT_STATE_HELD || state == v1::ENGAGEMENT_STATE_RATED;
}

}  // namespace

std::vector<std::string> EarlierAttempts(const v1::Engagement& engagement, const std::vector<EngagementRecord>& frozen,
                                         absl::Time now) {
  std::vector<std::string> names;
  for (const EngagementRecord& record : frozen) {
    const v1::Engagement& other = record.document;
    if (other.name() == engagement.name() || !HaveOnePurpose(engagement, other) || WasHeld(other, now)) continue;
    names.push_back(other.name());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace lianfang::expert
