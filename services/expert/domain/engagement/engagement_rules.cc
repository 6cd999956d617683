#include "services/expert/domain/engagement/engagement_rules.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"
#include "draw/seating.h"
#include "services/expert/domain/member/expert_rules.h"
#include "services/expert/domain/records.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/money.h"

namespace lianfang::expert {
namespace {

constexpr size_t kLongestSubject = 200;  // the subject of a mail, with kind and time beside it, has at most 250
constexpr size_t kLongestPlace = 500;
constexpr size_t kLongestMatter = 200;
constexpr int kMostParties = 100;
constexpr absl::Duration kLongestEngagement = absl::Hours(24 * 30);
constexpr absl::Duration kShortestResponse = absl::Hours(1);
constexpr absl::Duration kLongestResponse = absl::Hours(24 * 14);

// One walk over an engagement's fields.
class EngagementCheck {
 public:
  EngagementCheck(const v1::Engagement& engagement, const PoolView& pool, absl::Time now)
      : engagement_(engagement), pool_(pool), now_(now) {}

  absl::Status Run() {
    OutputOnly();
    if (!v1::EngagementKind_IsValid(engagement_.kind())) Add("kind", "is no known kind");
    Line("subject", engagement_.subject(), kLongestSubject);
    Line("place", engagement_.place(), kLongestPlace);
    Known("requesting_department", engagement_.requesting_department(), pool_.plan().departments());
    if (!engagement_.industry().empty()) Known("industry", engagement_.industry(), pool_.plan().industries());
    if (!IsDivisionCode(engagement_.region())) Add("region", "must be a division code, six digits");
    Parties();
    if (engagement_.has_amount()) {
      if (const std::string fault = MoneyFault(engagement_.amount()); !fault.empty()) Add("amount", fault);
    }
    Panel();
    Times();
    if (engagement_.workload_limit() < 0) Add("workload_limit", "must not be negative");
    Matter();
    return faults_.ToStatus();
  }

 private:
  void Add(absl::string_view field, absl::string_view description) {
    faults_.Add(absl::StrCat("engagement.", field), description);
  }

  void OutputOnly() {
    const bool given = !engagement_.name().empty() || engagement_.state() != v1::ENGAGEMENT_STATE_UNSPECIFIED ||
                       engagement_.invitations_size() > 0 || engagement_.ratings_size() > 0 ||
                       !engagement_.cancel_reason().empty() || !engagement_.creator().empty() ||
                       engagement_.attempt() != 0 || !engagement_.earlier_attempts().empty() ||
                       !engagement_.conflict_reports().empty() || !engagement_.etag().empty() ||
                       engagement_.has_create_time() || engagement_.has_update_time();
    if (given) Add("name", "name and output-only fields are given by the server; leave them out");
  }

  // What invitations and calendars show. Whether there is one is checked where the contract asks for it.
  void Line(absl::string_view field, absl::string_view text, size_t most) {
    if (!text.empty()) faults_.AddAll(absl::StrCat("engagement.", field), CheckLine(text, most));
  }

  // A resource of whatever service: collections and ids by turns.
  void Matter() {
    if (engagement_.matter().empty()) return;
    const std::vector<absl::string_view> parts = absl::StrSplit(engagement_.matter(), '/');
    const bool sound = std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
      return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
        return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
      });
    });
    if (!sound || parts.size() % 2 != 0 || engagement_.matter().size() > kLongestMatter) {
      Add("matter", absl::StrCat("must be a resource name such as projects/{project}, of at most ", kLongestMatter,
                                 " characters"));
    }
  }

  template <typename Entries>
  void Known(absl::string_view field, absl::string_view id, const Entries& entries) {
    if (!HasId(entries, id)) Add(field, absl::StrCat("the plan has no \"", id, "\""));
  }

  void Parties() {
    if (engagement_.parties().empty() && engagement_.kind() != v1::ENGAGEMENT_KIND_PUBLICITY_TRAINING) {
      Add("parties", "is required: nobody with a tie to a party may be drawn");
    }
    std::set<std::string> codes;
    EachParty("parties", engagement_.parties(), codes);
    EachParty("related_parties", engagement_.related_parties(), codes);
  }

  // `codes` are those named so far.
  void EachParty(absl::string_view field, const google::protobuf::RepeatedPtrField<v1::Party>& parties,
                 std::set<std::string>& codes) {
    if (parties.size() > kMostParties) Add(field, absl::StrCat("must have at most ", kMostParties, " entries"));
    for (int i = 0; i < parties.size(); ++i) {
      const std::string at = absl::StrCat(field, "[", i, "]");
      faults_.AddAll("", CheckParty("engagement." + at, parties[i]));
      if (!codes.insert(parties[i].credit_code()).second) Add(at, "is named twice");
    }
  }

  void Panel() {
    const int size = engagement_.panel_size();
    const int least =
        pool_.MinimumPanel(engagement_.kind(), engagement_.has_amount() ? &engagement_.amount() : nullptr);
    if (size < 1 || size > draw::kLargestPanel || size % 2 == 0) {
      Add("panel_size", absl::StrCat("must be odd, 1 to ", draw::kLargestPanel, ", was ", size));
    } else if (size < least) {
      Add("panel_size", absl::StrCat("must be at least ", least, " for this kind and amount, was ", size));
    }
    std::set<std::string> seen;
    int64_t kept = 0;
    for (int i = 0; i < engagement_.specialty_needs_size(); ++i) {
      const auto& need = engagement_.specialty_needs(i);
      const std::string at = absl::StrCat("specialty_needs[", i, "]");
      if (!HasId(pool_.pool().specialties(), need.specialty())) {
        Add(at + ".specialty", absl::StrCat("the pool has no \"", need.specialty(), "\""));
      }
      if (!seen.insert(need.specialty()).second) Add(at + ".specialty", "is named twice");
      if (need.seats() < 1) Add(at + ".seats", "must be at least 1");
      kept += std::max(need.seats(), 0);
    }
    if (kept > size) Add("specialty_needs", absl::StrCat("keep ", kept, " seats of a panel that has ", size));
  }

  void Times() {
    const absl::Time start = FromTimestamp(engagement_.start_time());
    const absl::Time end = FromTimestamp(engagement_.end_time());
    if (start <= now_) Add("start_time", "must be in the future");
    if (end <= start || end - start > kLongestEngagement) Add("end_time", "must be after the start, within 30 days");
    const absl::Duration period = absl::Seconds(engagement_.response_period().seconds()) +
                                  absl::Nanoseconds(engagement_.response_period().nanos());
    if (period < kShortestResponse || period > kLongestResponse) {
      Add("response_period", "must be from one hour to 14 days");
    }
  }

  const v1::Engagement& engagement_;
  const PoolView& pool_;
  const absl::Time now_;
  FieldViolations faults_;
};

}  // namespace

absl::Status CheckEngagement(const v1::Engagement& engagement, const PoolView& pool, absl::Time now) {
  return EngagementCheck(engagement, pool, now).Run();
}

v1::EngagementState StateAt(const v1::Engagement& engagement, absl::Time time) {
  const bool over = FromTimestamp(engagement.end_time()) <= time;
  return engagement.state() == v1::ENGAGEMENT_STATE_CONFIRMED && over ? v1::ENGAGEMENT_STATE_HELD : engagement.state();
}

void SettleState(v1::Engagement& engagement) {
  int open = 0;
  int accepted = 0;
  for (const v1::Invitation& invitation : engagement.invitations()) {
    open += invitation.state() == v1::INVITATION_STATE_INVITED ? 1 : 0;
    accepted += invitation.state() == v1::INVITATION_STATE_ACCEPTED ? 1 : 0;
  }
  if (open + accepted < engagement.panel_size()) {
    engagement.set_state(v1::ENGAGEMENT_STATE_EXHAUSTED);
  } else {
    engagement.set_state(open > 0 ? v1::ENGAGEMENT_STATE_INVITING : v1::ENGAGEMENT_STATE_CONFIRMED);
  }
}

absl::Status Refused(const v1::Engagement& engagement, absl::Time now, absl::string_view what) {
  return WrongState(engagement.name(), v1::EngagementState_Name(StateAt(engagement, now)), what);
}

absl::Status CheckAhead(const v1::Engagement& engagement, absl::Time now, absl::string_view what) {
  if (engagement.state() == v1::ENGAGEMENT_STATE_CANCELLED) return Refused(engagement, now, what);
  if (FromTimestamp(engagement.start_time()) > now) return absl::OkStatus();
  return Refused(engagement, now, absl::StrCat(what, ": it has started"));
}

absl::Status Cancel(v1::Engagement& engagement, const std::string& reason, absl::Time now) {
  const v1::EngagementState state = StateAt(engagement, now);
  if (state == v1::ENGAGEMENT_STATE_HELD || state == v1::ENGAGEMENT_STATE_RATED ||
      state == v1::ENGAGEMENT_STATE_CANCELLED) {
    return Refused(engagement, now, "cannot be cancelled");
  }
  engagement.set_state(v1::ENGAGEMENT_STATE_CANCELLED);
  engagement.set_cancel_reason(reason);
  for (v1::Invitation& invitation : *engagement.mutable_invitations()) {
    if (!HoldsSeat(invitation)) continue;
    invitation.set_state(v1::INVITATION_STATE_WITHDRAWN);
    invitation.set_reason(reason);
    *invitation.mutable_response_time() = ToTimestamp(now);
  }
  return absl::OkStatus();
}

}  // namespace lianfang::expert
