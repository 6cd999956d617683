#include "services/coordination/exchange/attendance_tick.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/uuid.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/activity/attendance_withdrawal.h"

namespace lianfang::coordination {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);
constexpr int kPartsOfOne = 20;  // of an activity in a step: 10,000 records
constexpr int kBatch = 100;

// One mutation and one request to exchange for each part and version, by whomever.
std::string ContentOf(const std::string& activity, const WithdrawalPart& part) {
  return absl::StrCat("withdrawal\n", activity, "\n", part.version, "\n", part.first, "\n", part.last);
}

// Stores what has become of a part, unless another replica has.
absl::Status Keep(const CoordinationContext& context, const std::string& actor, const Document& document,
                  const WithdrawalPart& part, const std::vector<absl::Status>& results, absl::Time deadline) {
  const auto frame = context.FindPlan("plan", document.plan, deadline);
  if (!frame.ok()) return frame.status();
  const absl::Time now = context.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto activity = LoadForChange<v1::Activity>(rows, document.name, "");
    if (!activity.ok()) return activity.status();
    if (NextWithdrawal(*activity) != part) return absl::AbortedError("another has done it");
    if (absl::Status taken = ApplyWithdrawal(part, results, *activity); !taken.ok()) return taken;
    Stamp(now, *activity);
    rows.Save(DocumentOf(*activity, *frame));
    return Outcome{"", activity->name(), absl::StrCat("attendance ", part.first, " to ", part.last, " taken back")};
  };
  const std::string content = ContentOf(document.name, part);
  const RequestKey key{actor, "lianfang.coordination.v1.ActivityService.TakeBackAttendance", ContentUuid(content),
                       Sha256(content)};
  const auto kept = context.store.Mutate(key, now, work, deadline);
  return absl::IsAborted(kept.status()) ? absl::OkStatus() : kept.status();
}

}  // namespace

absl::StatusOr<bool> TakeBackAttendance(const CoordinationContext& context, ExchangeRecords& exchange,
                                        const std::string& actor, const std::string& activity, int parts,
                                        absl::Time deadline) {
  for (int done = 0;; ++done) {
    const auto document = context.Load(activity, deadline);
    if (!document.ok()) return document.status();
    const auto message = Parsed<v1::Activity>(*document);
    if (!message.ok()) return message.status();
    const auto part = NextWithdrawal(*message);
    if (!part.has_value() || done == parts) return part.has_value();
    const auto results =
        exchange.Publish(WithdrawnRecords(*message, *part), ContentUuid(ContentOf(activity, *part)), deadline);
    if (!results.ok()) return results.status();
    if (absl::Status kept = Keep(context, actor, *document, *part, *results, deadline); !kept.ok()) return kept;
  }
}

absl::Duration AttendanceTick::Step() {
  const auto more = TakeBackAll();
  if (more.ok()) return *more ? absl::ZeroDuration() : options_.interval;
  if (!absl::IsUnavailable(more.status())) {
    Log(LogLevel::kError, "attendance not taken back", {{"status", LogTextOf(more.status())}});
  }
  return options_.interval;
}

absl::StatusOr<bool> AttendanceTick::TakeBackAll() {
  DocumentFilter filter;
  filter.shelf = Shelf::kActivity;
  filter.pending_only = true;
  DocumentPage page{"", kBatch};
  absl::Status fault;  // the first one: what exchange refuses keeps no other activity waiting
  bool some_left = false;
  for (bool more = true; more;) {
    const auto pending = context_.store.List(filter, page, absl::Now() + kTimeout);
    if (!pending.ok()) return pending.status();
    for (const Document& document : *pending) {
      const auto left =
          TakeBackAttendance(context_, exchange_, options_.actor, document.name, kPartsOfOne, absl::Now() + kTimeout);
      if (absl::IsUnavailable(left.status())) return left.status();
      fault.Update(left.status());
      some_left = some_left || left.value_or(false);
    }
    more = static_cast<int>(pending->size()) == kBatch;
    if (more) page.after_name = pending->back().name;
  }
  if (!fault.ok()) return fault;
  return some_left;
}

}  // namespace lianfang::coordination
