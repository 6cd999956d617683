#include "services/expert/expert_service.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/page_token.h"
#include "common/text.h"
#include "common/time.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/expert/domain/member/expert_rules.h"
#include "services/expert/domain/member/former_ties.h"
#include "services/expert/domain/member/normal_form.h"
#include "services/expert/domain/pool/composition.h"
#include "services/expert/domain/pool/match.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/expert_filter.h"
#include "services/expert/mutation.h"

namespace lianfang::expert {
namespace {

constexpr size_t kIdBytes = 8;
constexpr size_t kShortestRevealReason = 5;

// What the reveal may show, and a reason that says something.
absl::Status CheckReveal(const v1::RevealExpertRequest& request) {
  static const auto& fields = *new std::set<std::string>({"id_number", "phone", "email"});
  FieldViolations faults;
  faults.AddAll("", CheckExpertName("name", request.name()));
  faults.AddAll("", CheckReason("reason", request.reason()));
  if (CountCodePoints(request.reason()) < kShortestRevealReason) {
    faults.Add("reason", "must say in at least 5 characters what the data are needed for");
  }
  if (request.read_mask().paths().empty()) faults.Add("read_mask", "must name a field");
  for (int i = 0; i < request.read_mask().paths_size(); ++i) {
    if (fields.count(request.read_mask().paths(i)) > 0) continue;
    faults.Add(absl::StrCat("read_mask.paths[", i, "]"), "must be id_number, phone or email");
  }
  return faults.ToStatus();
}

// Whether a refusal may say as whom somebody is known.
TellName TellNameTo(const Identity& caller) {
  return caller.role == type::v1::ROLE_OFFICE ? TellName::kYes : TellName::kNo;
}

}  // namespace

void ExpertService::Register(ContractService& service) {
  RegisterMutation<v1::CreateExpertRequest, v1::Expert>(
      service, context_, "CreateExpert",
      [this](const Call& call, const v1::CreateExpertRequest& request) { return CreateExpert(call, request); });
  service.Unary<v1::GetExpertRequest, v1::Expert>(
      "GetExpert", [this](const Call& call, const v1::GetExpertRequest& request) { return GetExpert(call, request); });
  service.Unary<v1::ListExpertsRequest, v1::ListExpertsResponse>(
      "ListExperts",
      [this](const Call& call, const v1::ListExpertsRequest& request) { return ListExperts(call, request); });
  RegisterMutation<v1::UpdateExpertRequest, v1::Expert>(
      service, context_, "UpdateExpert",
      [this](const Call& call, const v1::UpdateExpertRequest& request) { return UpdateExpert(call, request); });
  RegisterMutation<v1::RevealExpertRequest, v1::RevealExpertResponse>(
      service, context_, "RevealExpert",
      [this](const Call& call, const v1::RevealExpertRequest& request) { return RevealExpert(call, request); });
  service.AuditReads("RevealExpert");
  service.Unary<v1::GetPoolCompositionRequest, v1::PoolComposition>(
      "GetPoolComposition", [this](const Call& call, const v1::GetPoolCompositionRequest& request) {
        return GetPoolComposition(call, request);
      });
  service.Unary<v1::MatchTrainingRequest, v1::MatchTrainingResponse>(
      "MatchTraining",
      [this](const Call& call, const v1::MatchTrainingRequest& request) { return MatchTraining(call, request); });
}

absl::StatusOr<v1::Expert> ExpertService::CreateExpert(const Call& call, const v1::CreateExpertRequest& request) {
  const v1::Expert wanted = NormalForm(request.expert());
  const auto pool = context_.FindPool("expert.pool", wanted.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckActsFor(call.caller, pool->plan(), wanted.nominator().department()); !right.ok()) {
    return right;
  }
  return Mutate<v1::Expert>(
      context_, call, request,
      [&](ExpertTransaction& rows, const Decision& by) -> absl::StatusOr<Change<v1::Expert>> {
        rows.LockSeats();  // first: memberships are locked in one order by all
        // In here, because a repeat answers the first response whatever the day and the plan have become since.
        FieldViolations faults;
        faults.AddAll("", CheckNoOutput(wanted));
        faults.AddAll("", CheckExpert(wanted, *pool, pool->Day(by.now)));
        if (!faults.empty()) return faults.ToStatus();
        ExpertRecord record;
        record.expert = wanted;
        record.expert.set_name(absl::StrCat("experts/", RandomHex(kIdBytes)));
        record.expert.set_state(v1::EXPERT_STATE_NOMINATED);
        AddFiler(record.expert, by.actor);
        record.state_time = by.now;
        context_.Seal(wanted.identifying_data(), record);
        const absl::Status allowed =
            CheckNomination(rows.FindMemberships(record.person), *pool, by.now, TellNameTo(call.caller));
        if (!allowed.ok()) return allowed;
        Finish(record, *pool, by.now);
        if (absl::Status saved = rows.SaveExpert(record); !saved.ok()) return saved;
        return Change<v1::Expert>{Shown(record, *pool, by.now), record.expert.name(),
                                  absl::StrCat("nominated for ", wanted.pool())};
      },
      request.validate_only());
}

absl::StatusOr<v1::Expert> ExpertService::GetExpert(const Call& call, const v1::GetExpertRequest& request) {
  if (absl::Status status = CheckExpertName("name", request.name()); !status.ok()) return status;
  const auto record = context_.ReadExpert(request.name(), call.deadline);
  if (!record.ok()) return record.status();
  const absl::Time now = context_.clock.Now();
  if (absl::Status right = CheckMayRead(call.caller, *record, now); !right.ok()) return right;
  const auto pool = context_.FindPool("name", record->expert.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  return Shown(*record, *pool, now);
}

absl::StatusOr<v1::ListExpertsResponse> ExpertService::ListExperts(const Call& call,
                                                                   const v1::ListExpertsRequest& request) {
  const absl::Time now = context_.clock.Now();
  const auto filter = FilterOf(request, call.caller, now);
  if (!filter.ok()) return filter.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  const int size = PageSize(request.page_size());
  const auto page = ReadPageKey(*token, size + 1);
  if (!page.ok()) return page.status();
  const auto found = context_.store.ListExperts(*filter, *page, call.deadline);
  if (!found.ok()) return found.status();

  v1::ListExpertsResponse response;
  std::map<std::string, PoolView> pools;
  for (const RankedExpert& one : *found) {
    if (response.experts_size() == size) {
      response.set_next_page_token(MakePageToken(request, PageKey((*found)[static_cast<size_t>(size) - 1])));
      break;
    }
    auto pool = pools.find(one.record.expert.pool());
    if (pool == pools.end()) {
      auto view = context_.FindPool("pool", one.record.expert.pool(), call.deadline);
      if (!view.ok()) return view.status();
      pool = pools.emplace(one.record.expert.pool(), *std::move(view)).first;
    }
    *response.add_experts() = Shown(one.record, pool->second, now);
  }
  return response;
}

absl::Status ExpertService::Update(ExpertRecord& record, const v1::UpdateExpertRequest& request, const PoolView& pool,
                                   absl::Time now) const {
  const auto data = context_.Unseal(record);
  if (!data.ok()) return data.status();
  v1::Expert stored = record.expert;
  *stored.mutable_identifying_data() = *data;
  auto changed = ApplyUpdate(stored, NormalForm(request.expert()), request.update_mask());
  if (!changed.ok()) return changed.status();
  // Before the review the document is a draft; from then on it is what others have relied on.
  if (record.expert.state() != v1::EXPERT_STATE_NOMINATED) {
    KeepFormerTies(stored, *changed, pool.pool().conflict_years(), pool.Day(now));
  }
  if (absl::Status status = CheckExpert(*changed, pool, pool.Day(now)); !status.ok()) return status;
  const bool another = changed->identifying_data().id_number() != data->id_number();
  if (another && record.expert.state() != v1::EXPERT_STATE_NOMINATED) {
    return WrongState(record.expert.name(), v1::ExpertState_Name(StateAt(record, now)),
                      "keeps its ID number once reviewed: another number is another person");
  }
  record.expert = *std::move(changed);
  const v1::IdentifyingData full = record.expert.identifying_data();
  context_.Seal(full, record);
  return absl::OkStatus();
}

absl::Status ExpertService::TellSeats(ExpertTransaction& rows, const ExpertRecord& record,
                                      const v1::IdentifyingData& before, const PoolView& pool, const Pools& pools,
                                      const Identity& editor, const Decision& by) const {
  // Somebody nominated holds no seat, and may have become another person, whose pools are not known here.
  if (record.expert.state() == v1::EXPERT_STATE_NOMINATED) return absl::OkStatus();
  const auto after = context_.Unseal(record);
  if (!after.ok()) return after.status();
  if (after->email() != before.email()) {
    if (absl::Status renewed = RenewNotices(rows, record, pool, by.now); !renewed.ok()) return renewed;
  }
  return ReportConflicts(rows, record.person, pools, editor, by);
}

absl::StatusOr<v1::Expert> ExpertService::UpdateExpert(const Call& call, const v1::UpdateExpertRequest& request) {
  const std::string& name = request.expert().name();
  if (absl::Status status = CheckExpertName("expert.name", name); !status.ok()) return status;
  const auto known = context_.ReadExpert(name, call.deadline);
  if (!known.ok()) return known.status();
  const auto pool = context_.FindPool("expert.pool", known->expert.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  const absl::Status right = CheckActsFor(call.caller, pool->plan(), known->expert.nominator().department());
  if (!right.ok()) return right;
  const auto pools = context_.PoolsOf(known->person, call.deadline);
  if (!pools.ok()) return pools.status();

  return Mutate<v1::Expert>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> absl::StatusOr<Change<v1::Expert>> {
        rows.LockSeats();  // a new tie may free some
        auto record = rows.FindExpert(name);
        if (!record.has_value()) return NotFound(name);
        if (absl::Status etag = CheckEtag(request.expert().etag(), record->expert.etag()); !etag.ok()) return etag;
        if (call.caller.role != type::v1::ROLE_OFFICE && record->expert.state() != v1::EXPERT_STATE_NOMINATED) {
          return WrongState(name, v1::ExpertState_Name(StateAt(*record, by.now)), "is the office's since its review");
        }
        const auto before = context_.Unseal(*record);
        if (!before.ok()) return before.status();
        if (absl::Status updated = Update(*record, request, *pool, by.now); !updated.ok()) return updated;
        std::vector<ExpertRecord> others = rows.FindMemberships(record->person);
        others.erase(std::remove_if(others.begin(), others.end(),
                                    [&](const ExpertRecord& other) { return other.expert.name() == name; }),
                     others.end());
        if (record->expert.state() == v1::EXPERT_STATE_NOMINATED) {
          AddFiler(record->expert, by.actor);
          if (absl::Status allowed = CheckNomination(others, *pool, by.now, TellNameTo(call.caller)); !allowed.ok()) {
            return allowed;
          }
        }
        Finish(*record, *pool, by.now);
        if (absl::Status saved = rows.SaveExpert(*record); !saved.ok()) return saved;
        if (absl::Status told = TellSeats(rows, *record, *before, *pool, *pools, call.caller, by); !told.ok())
          return told;
        record = rows.FindExpert(name);  // with the seats that are left
        return Change<v1::Expert>{Shown(*record, *pool, by.now), name,
                                  absl::StrCat("updated ", absl::StrJoin(request.update_mask().paths(), ", "))};
      });
}

absl::StatusOr<v1::RevealExpertResponse> ExpertService::RevealExpert(const Call& call,
                                                                     const v1::RevealExpertRequest& request) {
  if (absl::Status status = CheckReveal(request); !status.ok()) return status;
  const auto record = context_.ReadExpert(request.name(), call.deadline);
  if (!record.ok()) return record.status();
  const auto pool = context_.FindPool("name", record->expert.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckActsFor(call.caller, pool->plan(), ""); !right.ok()) return right;

  // The audit row first, and no identifying data in the stored response: a repeat reads them again.
  const auto audited = Mutate<v1::RevealExpertResponse>(
      context_, call, request,
      [&](ExpertTransaction&, const Decision&) -> absl::StatusOr<Change<v1::RevealExpertResponse>> {
        return Change<v1::RevealExpertResponse>{
            {},
            request.name(),
            absl::StrCat("revealed ", absl::StrJoin(request.read_mask().paths(), ", "), ": ", request.reason())};
      });
  if (!audited.ok()) return audited.status();
  const auto data = context_.Unseal(*record);
  if (!data.ok()) return data.status();
  v1::RevealExpertResponse response;
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(*data, request.read_mask(), {},
                                                        response.mutable_identifying_data());
  return response;
}

absl::StatusOr<std::vector<ExpertRecord>> ExpertService::ReadPool(const PoolView& pool, absl::Time deadline) const {
  std::vector<ExpertRecord> members;
  const absl::Status status = context_.store.Read(
      [&](ExpertRows& rows) {
        members = rows.FindPool(pool.name());
        return absl::OkStatus();
      },
      deadline);
  if (!status.ok()) return status;
  return members;
}

absl::StatusOr<v1::PoolComposition> ExpertService::GetPoolComposition(const Call& call,
                                                                      const v1::GetPoolCompositionRequest& request) {
  const auto name = PoolOfComposition("name", request.name());
  if (!name.ok()) return name.status();
  const auto pool = context_.FindPool("name", *name, call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckMayRead(call.caller, pool->plan()); !right.ok()) return right;
  absl::CivilDay day = pool->Day(context_.clock.Now());
  if (request.has_as_of()) {
    const auto asked = FromDate(request.as_of());
    if (!asked.ok()) return InvalidField("as_of", asked.status().message());
    day = *asked;
  }
  const auto members = ReadPool(*pool, call.deadline);
  if (!members.ok()) return members.status();
  return DescribePool(*members, *pool, day);
}

absl::StatusOr<v1::MatchTrainingResponse> ExpertService::MatchTraining(const Call& call,
                                                                       const v1::MatchTrainingRequest& request) {
  const auto pool = context_.FindPool("pool", request.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckMayRead(call.caller, pool->plan()); !right.ok()) return right;
  const v1::MatchTrainingRequest need = NormalForm(request);
  if (absl::Status status = CheckNeed(need, *pool); !status.ok()) return status;
  const auto members = ReadPool(*pool, call.deadline);
  if (!members.ok()) return members.status();
  v1::MatchTrainingResponse response;
  for (v1::TrainingMatch& match : expert::MatchTraining(*members, *pool, need, context_.clock.Now())) {
    *response.add_matches() = std::move(match);
  }
  return response;
}

}  // namespace lianfang::expert
