#include "services/coordination/evidence/task_tick.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/region_power.h"
#include "common/uuid.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/task/evidence_rules.h"
#include "services/coordination/domain/task/task_rules.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);
constexpr int kBatch = 500;

absl::Time Deadline() { return absl::Now() + kTimeout; }

// The service's own mutation: the same content is the same one, by whichever replica.
RequestKey OwnKey(const std::string& actor, const std::string& method, const std::string& content) {
  return {actor, absl::StrCat("lianfang.coordination.v1.TaskService.", method),
          ContentUuid(absl::StrCat(method, "\n", content)), Sha256(content)};
}

}  // namespace

TaskTick::TaskTick(const CoordinationContext& context, EvidenceSource& source, Metrics& metrics, Options options)
    : context_(context),
      source_(source),
      shown_(metrics.Counter("lianfang_tasks_shown_total", "Tasks marked as done by what the suite has itself.", {})),
      options_(std::move(options)) {}

absl::Duration TaskTick::Step() {
  for (const absl::Status& status : {TakePlans(), LookForEvidence()}) {
    if (status.ok() || absl::IsUnavailable(status)) continue;
    Log(LogLevel::kError, "tasks not brought up to date", {{"status", status.ToString()}});
  }
  return options_.interval;
}

// One plan's fault keeps no other plan waiting.
absl::Status TaskTick::TakePlans() {
  auto plans = source_.ListPlans(Deadline());
  if (!plans.ok()) return plans.status();
  absl::Status fault;
  for (type::v1::Plan& plan : *plans) {
    const auto edition = std::make_pair(plan.name(), plan.edition());
    if (taken_.count(edition) > 0) continue;
    const absl::Status taken = TakePlan(std::move(plan));
    if (taken.ok()) taken_.insert(edition);
    fault.Update(taken);
  }
  return fault;
}

absl::Status TaskTick::TakePlan(type::v1::Plan plan) {
  if (absl::Status kept = context_.store.SavePlan(plan, Deadline()); !kept.ok()) return kept;
  const auto frame = PlanFrame::Of(std::make_shared<const type::v1::Plan>(std::move(plan)));
  if (!frame.ok()) return frame.status();
  return TakeTasks(*frame);
}

absl::Status TaskTick::TakeTasks(const PlanFrame& frame) {
  const type::v1::Plan& plan = frame.plan();
  const absl::Time now = context_.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    rows.LockPlan(plan.name());
    int changed = 0;
    const auto save = [&](std::optional<v1::TaskStatus> task) {
      if (!task.has_value()) return;
      Stamp(now, *task);
      rows.Save(DocumentOf(*task, frame));
      ++changed;
    };
    for (const Document& document : rows.FindAll(Shelf::kTask, plan.name(), {})) {
      const auto known = Parsed<v1::TaskStatus>(document);
      if (!known.ok()) return known.status();
      if (known->plan_edition() > plan.edition()) {
        return absl::AbortedError("a later edition was taken by another replica");
      }
      if (FindEntry(plan.tasks(), known->task().id()) == nullptr) save(Dropped(*known, now));
    }
    for (const type::v1::Task& task : plan.tasks()) {
      std::optional<v1::TaskStatus> known;
      if (const auto document = rows.Find(TaskNameOf(plan.name(), task.id())); document.has_value()) {
        auto parsed = Parsed<v1::TaskStatus>(*document);
        if (!parsed.ok()) return parsed.status();
        known = *std::move(parsed);
      }
      save(TakenFrom(task, known, frame, now));
    }
    return Outcome{"", plan.name(), absl::StrCat("edition ", plan.edition(), ": ", changed, " tasks taken")};
  };
  const auto taken = context_.store.Mutate(
      OwnKey(options_.actor, "TakeTasks", absl::StrCat(plan.name(), "\n", plan.edition())), now, work, Deadline());
  // An edition is taken once: what was answered then is forgotten after the log's days.
  const auto info = ErrorInfoOf(taken.status());
  const bool taken_long_ago = info.has_value() && info->reason() == "REQUEST_ID_EXPIRED";
  return taken_long_ago || absl::IsAborted(taken.status()) ? absl::OkStatus() : taken.status();
}

absl::Status TaskTick::LookForEvidence() {
  DocumentFilter filter;
  filter.shelf = Shelf::kTask;
  filter.pending_only = true;
  DocumentPage page{"", kBatch};
  absl::Status fault;  // the first one: a source that is away keeps no other task waiting
  for (bool more = true; more;) {
    const auto found = context_.store.List(filter, page, Deadline());
    if (!found.ok()) return found.status();
    for (const Document& document : *found) {
      const auto task = Parsed<v1::TaskStatus>(document);
      if (!task.ok()) return task.status();
      if (!AwaitsEvidence(*task, context_.clock.Now())) continue;
      const auto frame = context_.FindPlan("plan", document.plan, Deadline());
      if (!frame.ok()) return frame.status();
      const auto what = EvidenceFor(*task, *frame);
      fault.Update(what.status());
      if (!what.ok() || what->empty()) continue;
      if (absl::Status marked = MarkDone(task->name(), *what, *frame); !marked.ok()) return marked;
    }
    more = static_cast<int>(found->size()) == kBatch;
    if (more) page.after_name = found->back().name;
  }
  return fault;
}

absl::StatusOr<std::string> TaskTick::EvidenceFor(const v1::TaskStatus& task, const PlanFrame& frame) {
  const std::string& plan = frame.plan().name();
  std::string what;
  const auto look = [&](Shelf shelf, auto sample, const auto& shown_by) {
    using Message = decltype(sample);
    return context_.store.Read(
        [&](CoordinationRows& rows) -> absl::Status {
          for (const Document& document : rows.FindAll(shelf, plan, {})) {
            const auto message = Parsed<Message>(document);
            if (!message.ok()) return message.status();
            what = shown_by(*message, task, frame);
            if (!what.empty()) break;
          }
          return absl::OkStatus();
        },
        Deadline());
  };
  switch (task.task().evidence()) {
    case type::v1::TASK_EVIDENCE_PLAN_PUBLISHED:
      return absl::StrCat("系统记录：方案已印发", frame.plan().document_number().empty() ? "" : "，文号 ",
                          frame.plan().document_number());
    case type::v1::TASK_EVIDENCE_RETURNS_FILED: {
      const auto count = source_.CountReturns(plan, task.task().evidence_period(), Deadline());
      if (!count.ok()) return count.status();
      return ShownByReturns(count->owed, count->filed);
    }
    case type::v1::TASK_EVIDENCE_MID_TERM_ASSESSED: {
      const std::string& period = task.task().evidence_period();
      const auto count = source_.CountAssessed(plan, OfficeRegion(frame.plan()), period, Deadline());
      if (!count.ok()) return count.status();
      return ShownByAssessment(period, count->judged, count->open);
    }
    case type::v1::TASK_EVIDENCE_POOL_FORMED: {
      const auto size = source_.GetPoolSize(plan, task.task().evidence_pool(), Deadline());
      if (!size.ok()) return size.status();
      return ShownByPool(size->active, size->target);
    }
    case type::v1::TASK_EVIDENCE_CONFERENCE_HELD:
      if (absl::Status read = look(Shelf::kConference, v1::Conference(), ShownByConference); !read.ok()) return read;
      return what;
    case type::v1::TASK_EVIDENCE_INSPECTION_HELD:
      if (absl::Status read = look(Shelf::kInspection, v1::Inspection(), ShownByInspection); !read.ok()) return read;
      return what;
    default:
      return what;
  }
}

absl::Status TaskTick::MarkDone(const std::string& name, const std::string& what, const PlanFrame& frame) {
  const absl::Time now = context_.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto task = LoadForChange<v1::TaskStatus>(rows, name, "");
    if (!task.ok()) return task.status();
    if (!AwaitsEvidence(*task, now)) return absl::AbortedError("another has marked it");
    ApplyEvidence(what, options_.actor, now, *task);
    Stamp(now, *task);
    rows.Save(DocumentOf(*task, frame));
    return Outcome{"", name, absl::StrCat("shown by evidence: ", what)};
  };
  const auto marked = context_.store.Mutate(
      OwnKey(options_.actor, "MarkDone", absl::StrCat(name, "\n", absl::ToUnixMicros(now))), now, work, Deadline());
  if (absl::IsAborted(marked.status())) return absl::OkStatus();
  if (marked.ok()) shown_.Increment();
  return marked.status();
}

}  // namespace lianfang::coordination
