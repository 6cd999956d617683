#include "services/expert/draw_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/request_bounds.h"
#include "draw/attestation.h"
#include "draw/order.h"
#include "draw/verify.h"
#include "services/expert/domain/engagement/attempts.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/panel/panel_rules.h"
#include "services/expert/domain/panel/sealed_panel.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"

namespace lianfang::expert {
namespace {

using DrawChange = absl::StatusOr<Change<v1::Draw>>;

absl::Status NotFrozen(const v1::Engagement& engagement, absl::Time now) {
  return Refused(engagement, now, "has no frozen list of candidates yet");
}

}  // namespace

void DrawService::Register(ContractService& service) {
  RegisterMutation<v1::FreezeCandidatesRequest, v1::Draw>(
      service, context_, "FreezeCandidates",
      [this](const Call& call, const v1::FreezeCandidatesRequest& request) { return FreezeCandidates(call, request); });
  RegisterMutation<v1::ContributeNonceRequest, v1::Draw>(
      service, context_, "ContributeNonce",
      [this](const Call& call, const v1::ContributeNonceRequest& request) { return ContributeNonce(call, request); });
  RegisterMutation<v1::DrawPanelRequest, v1::Draw>(
      service, context_, "DrawPanel",
      [this](const Call& call, const v1::DrawPanelRequest& request) { return DrawPanel(call, request); });
  service.Unary<v1::GetDrawRequest, v1::Draw>(
      "GetDraw", [this](const Call& call, const v1::GetDrawRequest& request) { return GetDraw(call, request); });
  service.Unary<v1::VerifyDrawRequest, v1::VerifyDrawResponse>(
      "VerifyDraw",
      [this](const Call& call, const v1::VerifyDrawRequest& request) { return VerifyDraw(call, request); });
}

absl::StatusOr<PoolView> DrawService::PoolToDraw(const Call& call, const std::string& engagement) const {
  if (absl::Status status = CheckEngagementName("name", engagement); !status.ok()) return status;
  const auto record = context_.ReadEngagement(engagement, call.deadline);
  if (!record.ok()) return record.status();
  auto pool = context_.FindPool("name", record->document.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckActsFor(call.caller, pool->plan(), ""); !right.ok()) return right;
  return pool;
}

absl::StatusOr<v1::Draw> DrawService::FreezeCandidates(const Call& call, const v1::FreezeCandidatesRequest& request) {
  const auto pool = PoolToDraw(call, request.name());
  if (!pool.ok()) return pool.status();
  return Mutate<v1::Draw>(context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> DrawChange {
    rows.LockSeats();
    auto record = rows.FindEngagement(request.name());
    if (!record.has_value()) return NotFound(request.name());
    v1::Engagement& engagement = record->document;
    if (absl::Status etag = CheckEtag(request.etag(), engagement.etag()); !etag.ok()) return etag;
    if (rows.FindDraw(request.name()).has_value()) {
      return ErrorWithReason(absl::StatusCode::kAlreadyExists, "the candidates are frozen already", "STATE_NOT_ALLOWED",
                             {{"state", v1::EngagementState_Name(engagement.state())}});
    }
    if (absl::Status ahead = CheckAhead(engagement, by.now, "cannot be frozen"); !ahead.ok()) return ahead;
    const auto frozen_before = rows.FindFrozen(engagement.pool(), engagement.kind());
    for (std::string& name : EarlierAttempts(engagement, frozen_before, by.now)) {
      *engagement.add_earlier_attempts() = std::move(name);
    }
    engagement.set_attempt(engagement.earlier_attempts_size() + 1);
    const auto list = FreezeList(engagement, *pool, rows.FindPool(pool->name()), by.now);
    if (!list.ok()) return list.status();
    // Only now, when the list stands, is there a seed.
    const std::string seed = absl::HexStringToBytes(RandomHex(draw::kBytes));
    DrawRecord frozen{CommitDraw(*list, seed, by.now), context_.cipher.Seal(seed, DrawName(request.name()))};
    // Before anybody can see it: a freeze that is not in the ledger is none.
    if (absl::Status entered = Enter(frozen.draw, *pool, by, call.deadline); !entered.ok()) return entered;
    engagement.set_state(v1::ENGAGEMENT_STATE_FROZEN);
    Finish(engagement, by.now);
    if (absl::Status saved = rows.SaveEngagement(*record); !saved.ok()) return saved;
    rows.SaveDraw(request.name(), frozen);
    return Change<v1::Draw>{
        frozen.draw, frozen.draw.name(),
        absl::StrCat("froze ", list->candidates_size(), " candidates, attempt ", engagement.attempt(), ", list hash ",
                     absl::BytesToHexString(frozen.draw.list_hash()))};
  });
}

absl::Status DrawService::Enter(v1::Draw& draw, const PoolView& pool, const Decision& by, absl::Time deadline) const {
  const std::string& plan = pool.plan().name();
  const std::string digest = draw::FrozenDigest(draw.list_hash(), draw.seed_commitment());
  auto receipt = context_.ledger.RecordFreeze(plan, draw.name(), digest, deadline);
  if (!receipt.ok()) return receipt.status();
  return EnterReceipt(draw, *std::move(receipt), plan, by.now);
}

absl::StatusOr<v1::Draw> DrawService::ContributeNonce(const Call& call, const v1::ContributeNonceRequest& request) {
  const auto name = EngagementOfDraw("name", request.name());
  if (!name.ok()) return name.status();
  const auto known = context_.ReadEngagement(*name, call.deadline);
  if (!known.ok()) return known.status();
  if (absl::Status right = CheckObserves(call.caller, *known); !right.ok()) return right;
  const auto pool = context_.FindPool("name", known->document.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  // A fault of the key is told by the decision, so that a repeat answers the first response all the same.
  const std::string& plan = pool->plan().name();
  const Observer observer{call.caller.uri, plan, context_.ledger.FindKey(plan, call.caller.uri, call.deadline)};
  return Mutate<v1::Draw>(context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> DrawChange {
    rows.LockSeats();
    auto record = rows.FindEngagement(*name);
    if (!record.has_value()) return NotFound(*name);
    auto draw = rows.FindDraw(*name);
    if (!draw.has_value()) return NotFrozen(record->document, by.now);
    // In one step with the draw: whoever could know the seed has no moment between the two to make use of it.
    if (absl::Status status = Witness(draw->draw, request, observer, by.now); !status.ok()) return status;
    return Draw(rows, *record, *draw, *pool, by);
  });
}

absl::StatusOr<v1::Draw> DrawService::DrawPanel(const Call& call, const v1::DrawPanelRequest& request) {
  const auto pool = PoolToDraw(call, request.name());
  if (!pool.ok()) return pool.status();
  return Mutate<v1::Draw>(context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> DrawChange {
    rows.LockSeats();
    auto record = rows.FindEngagement(request.name());
    if (!record.has_value()) return NotFound(request.name());
    if (absl::Status etag = CheckEtag(request.etag(), record->document.etag()); !etag.ok()) return etag;
    auto draw = rows.FindDraw(request.name());
    if (!draw.has_value()) return NotFrozen(record->document, by.now);
    return Draw(rows, *record, *draw, *pool, by);
  });
}

absl::StatusOr<Change<v1::Draw>> DrawService::Draw(ExpertTransaction& rows, EngagementRecord& record, DrawRecord& draw,
                                                   const PoolView& pool, const Decision& by) const {
  v1::Engagement& engagement = record.document;
  const auto seed = context_.cipher.Open(draw.seed, draw.draw.name());
  if (!seed.ok()) return seed.status();
  const Judge judge = [&](const std::string& expert) -> std::optional<v1::Exclusion> {
    const auto member = rows.FindExpert(expert);
    if (!member.has_value()) return v1::Exclusion();  // experts are never deleted
    return FindExclusion(*member, engagement, pool, by.now);
  };
  const absl::Status drawn = expert::DrawPanel(draw.draw, engagement, *seed, judge, by.actor, by.now);
  if (!drawn.ok()) return drawn;
  Finish(engagement, by.now);
  if (absl::Status saved = rows.SaveEngagement(record); !saved.ok()) return saved;
  rows.SaveDraw(engagement.name(), draw);
  return Change<v1::Draw>{
      draw.draw, draw.draw.name(),
      absl::StrCat("drew ", draw.draw.panel_size(), " of ", draw.draw.order_size(), ", attempt ", engagement.attempt(),
                   draw.draw.has_witness() ? ", observed" : ", without observer")};
}

absl::StatusOr<std::optional<v1::Draw>> DrawService::ReadDraw(const Call& call, const std::string& engagement) const {
  std::optional<EngagementRecord> record;
  std::optional<DrawRecord> draw;
  const absl::Status read = context_.store.Read(
      [&](ExpertRows& rows) {
        record = rows.FindEngagement(engagement);
        draw = rows.FindDraw(engagement);
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (!record.has_value()) return std::optional<v1::Draw>();
  if (absl::Status right = CheckMayRead(call.caller, *record); !right.ok()) return right;
  if (!draw.has_value()) return std::optional<v1::Draw>();
  const auto until = context_.UnsealTimeOf(call, record->document);
  if (!until.ok()) return until.status();
  if (until->has_value()) Withhold(draw->draw, **until);
  return std::optional<v1::Draw>(std::move(draw->draw));
}

absl::StatusOr<v1::Draw> DrawService::GetDraw(const Call& call, const v1::GetDrawRequest& request) {
  const auto engagement = EngagementOfDraw("name", request.name());
  if (!engagement.ok()) return engagement.status();
  auto draw = ReadDraw(call, *engagement);
  if (!draw.ok()) return draw.status();
  if (!draw->has_value()) return NotFound(request.name());
  return **std::move(draw);
}

absl::StatusOr<v1::VerifyDrawResponse> DrawService::VerifyDraw(const Call& call, const v1::VerifyDrawRequest& request) {
  const auto engagement = EngagementOfDraw("draw.name", request.draw().name());
  if (!engagement.ok()) return engagement.status();
  const auto stored = ReadDraw(call, *engagement);
  if (!stored.ok()) return stored.status();
  v1::VerifyDrawResponse response;
  // The list is a message of its own within the request, and will be parsed.
  const absl::Status bounded = CheckElements(*v1::FrozenList::descriptor(), request.draw().frozen_list());
  if (!bounded.ok()) {
    type::v1::LocalizedText& problem = *response.add_problems();
    problem.set_zh("冻结名单格式有误或超出限额");
    problem.set_en(absl::StrCat("the frozen list cannot be read: ", bounded.message()));
    return response;
  }
  for (type::v1::LocalizedText& problem : draw::FindProblems(request.draw())) {
    *response.add_problems() = std::move(problem);
  }
  if (!stored->has_value() || (*stored)->SerializeAsString() != request.draw().SerializeAsString()) {
    type::v1::LocalizedText& problem = *response.add_problems();
    problem.set_zh("与系统保存的抽取记录不一致（可能在此之后有变动）");
    problem.set_en("is not the draw as stored now; it may have changed since");
  }
  response.set_valid(response.problems().empty());
  return response;
}

}  // namespace lianfang::expert
