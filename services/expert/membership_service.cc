#include "services/expert/membership_service.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/identifiers.h"
#include "services/expert/mutation.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {
namespace {

// Saves a member who has left the active ones: first the seats, while the record still holds them.
absl::Status SaveLeaving(ExpertTransaction& rows, const ExpertRecord& before, ExpertRecord& record,
                         const PoolView& pool, const Decision& by) {
  const Leaving why{v1::EXCLUSION_REASON_NOT_ACTIVE, record.expert.state_reason().zh(), {.recorder = by.actor}};
  const auto leaving = [&why](const v1::Engagement&) { return why; };
  if (absl::Status freed = FreeSeats(rows, before, pool, leaving, by.now); !freed.ok()) return freed;
  Finish(record, pool, by.now);
  return rows.SaveExpert(record);
}

}  // namespace

void MembershipService::Register(ContractService& service) {
  RegisterMutation<v1::ReviewNominationRequest, v1::Expert>(
      service, context_, "ReviewNomination",
      [this](const Call& call, const v1::ReviewNominationRequest& request) { return ReviewNomination(call, request); });
  RegisterMutation<v1::SuspendExpertRequest, v1::Expert>(
      service, context_, "SuspendExpert",
      [this](const Call& call, const v1::SuspendExpertRequest& request) { return SuspendExpert(call, request); });
  RegisterMutation<v1::ReinstateExpertRequest, v1::Expert>(
      service, context_, "ReinstateExpert",
      [this](const Call& call, const v1::ReinstateExpertRequest& request) { return ReinstateExpert(call, request); });
  RegisterMutation<v1::RetireExpertRequest, v1::Expert>(
      service, context_, "RetireExpert",
      [this](const Call& call, const v1::RetireExpertRequest& request) { return RetireExpert(call, request); });
  RegisterMutation<v1::RemoveExpertRequest, v1::Expert>(
      service, context_, "RemoveExpert",
      [this](const Call& call, const v1::RemoveExpertRequest& request) { return RemoveExpert(call, request); });
  RegisterMutation<v1::RenewTermRequest, v1::Expert>(
      service, context_, "RenewTerm",
      [this](const Call& call, const v1::RenewTermRequest& request) { return RenewTerm(call, request); });
  RegisterMutation<v1::RecordYearlyReviewRequest, v1::Expert>(
      service, context_, "RecordYearlyReview", [this](const Call& call, const v1::RecordYearlyReviewRequest& request) {
        return RecordYearlyReview(call, request);
      });
}

absl::StatusOr<absl::CivilDay> MembershipService::BirthDateOf(const ExpertRecord& record) const {
  const auto data = context_.Unseal(record);
  if (!data.ok()) return data.status();
  return BirthDate(data->id_number());
}

template <typename Request>
absl::StatusOr<v1::Expert> MembershipService::ChangeMember(const Call& call, const Request& request,
                                                           const std::string& detail, bool frees_seats,
                                                           const Rule& rule) {
  if (absl::Status status = CheckExpertName("name", request.name()); !status.ok()) return status;
  const auto known = context_.ReadExpert(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const auto pool = context_.FindPool("name", known->expert.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckActsFor(call.caller, pool->plan(), ""); !right.ok()) return right;

  return Mutate<v1::Expert>(context_, call, request,
                            [&](ExpertTransaction& rows, const Decision& by) -> absl::StatusOr<Change<v1::Expert>> {
                              rows.LockSeats();  // first, whatever follows: nobody waits in a circle
                              auto record = rows.FindExpert(request.name());
                              if (!record.has_value()) return NotFound(request.name());
                              if (absl::Status status = CheckEtag(request.etag(), record->expert.etag()); !status.ok())
                                return status;
                              const ExpertRecord before = *record;
                              if (absl::Status status = rule(rows, *record, *pool, by); !status.ok()) return status;
                              if (frees_seats) {
                                if (absl::Status saved = SaveLeaving(rows, before, *record, *pool, by); !saved.ok())
                                  return saved;
                              } else {
                                Finish(*record, *pool, by.now);
                                if (absl::Status saved = rows.SaveExpert(*record); !saved.ok()) return saved;
                              }
                              record = rows.FindExpert(request.name());  // with the seats that are left
                              return Change<v1::Expert>{Shown(*record, *pool, by.now), request.name(), detail};
                            });
}

absl::StatusOr<v1::Expert> MembershipService::ReviewNomination(const Call& call,
                                                               const v1::ReviewNominationRequest& request) {
  const std::string detail =
      absl::StrCat(v1::NominationDecision_Name(request.review().decision()), " ", request.review().reason());
  return ChangeMember(
      call, request, detail, /*frees_seats=*/false,
      [&](ExpertTransaction& rows, ExpertRecord& record, const PoolView& pool, const Decision& by) -> absl::Status {
        const auto birth_date = BirthDateOf(record);
        if (!birth_date.ok()) return birth_date.status();
        return Review(record, rows.FindMemberships(record.person), pool, *birth_date, request, by);
      });
}

absl::StatusOr<v1::Expert> MembershipService::SuspendExpert(const Call& call, const v1::SuspendExpertRequest& request) {
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  return ChangeMember(call, request, absl::StrCat("suspended: ", request.reason()), /*frees_seats=*/true,
                      [&](ExpertTransaction&, ExpertRecord& record, const PoolView&, const Decision& by) {
                        return Suspend(record, request.reason(), by);
                      });
}

absl::StatusOr<v1::Expert> MembershipService::ReinstateExpert(const Call& call,
                                                              const v1::ReinstateExpertRequest& request) {
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  return ChangeMember(call, request, absl::StrCat("reinstated: ", request.reason()), /*frees_seats=*/false,
                      [&](ExpertTransaction&, ExpertRecord& record, const PoolView&, const Decision& by) {
                        return Reinstate(record, by);
                      });
}

absl::StatusOr<v1::Expert> MembershipService::RetireExpert(const Call& call, const v1::RetireExpertRequest& request) {
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  return ChangeMember(call, request, absl::StrCat("retired: ", request.reason()), /*frees_seats=*/true,
                      [&](ExpertTransaction&, ExpertRecord& record, const PoolView&, const Decision& by) {
                        return Retire(record, request.reason(), by);
                      });
}

absl::StatusOr<v1::Expert> MembershipService::RemoveExpert(const Call& call, const v1::RemoveExpertRequest& request) {
  if (absl::Status status = CheckExpertName("name", request.name()); !status.ok()) return status;
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  const auto known = context_.ReadExpert(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const auto pool = context_.FindPool("name", known->expert.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  if (absl::Status right = CheckActsFor(call.caller, pool->plan(), ""); !right.ok()) return right;

  const auto pools = context_.PoolsOf(known->person, call.deadline);
  if (!pools.ok()) return pools.status();

  return Mutate<v1::Expert>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> absl::StatusOr<Change<v1::Expert>> {
        rows.LockSeats();
        auto record = rows.FindExpert(request.name());
        if (!record.has_value()) return NotFound(request.name());
        if (absl::Status status = CheckEtag(request.etag(), record->expert.etag()); !status.ok()) return status;
        const auto removal = RemovalOf(request, *pool, by);
        if (!removal.ok()) return removal.status();
        if (absl::Status status = Remove(*record, *removal, by); !status.ok()) return status;
        // The breach ends every membership of the person: nobody is barred here and drawn there.
        for (ExpertRecord& membership : rows.FindMemberships(record->person)) {
          const auto its_pool = pools->find(membership.expert.pool());
          if (its_pool == pools->end()) return absl::AbortedError("the person was nominated elsewhere meanwhile");
          const ExpertRecord before = membership;
          if (!Remove(membership, *removal, by).ok()) continue;  // it had ended already
          if (absl::Status saved = SaveLeaving(rows, before, membership, its_pool->second, by); !saved.ok()) {
            return saved;
          }
        }
        record = rows.FindExpert(request.name());
        return Change<v1::Expert>{
            Shown(*record, *pool, by.now), request.name(),
            absl::StrCat("removed: ", v1::RemovalCause_Name(request.cause()), " ", request.reason())};
      });
}

absl::StatusOr<v1::Expert> MembershipService::RenewTerm(const Call& call, const v1::RenewTermRequest& request) {
  return ChangeMember(
      call, request, "renewed", /*frees_seats=*/false,
      [&](ExpertTransaction&, ExpertRecord& record, const PoolView& pool, const Decision& by) -> absl::Status {
        const auto birth_date = BirthDateOf(record);
        if (!birth_date.ok()) return birth_date.status();
        return expert::RenewTerm(record, pool, *birth_date, by);
      });
}

absl::StatusOr<v1::Expert> MembershipService::RecordYearlyReview(const Call& call,
                                                                 const v1::RecordYearlyReviewRequest& request) {
  if (absl::Status status = CheckReason("remark", request.remark()); !status.ok()) return status;
  return ChangeMember(call, request, absl::StrCat("yearly review passed: ", request.remark()), /*frees_seats=*/false,
                      [&](ExpertTransaction&, ExpertRecord& record, const PoolView& pool, const Decision& by) {
                        return expert::RecordYearlyReview(record, pool, by);
                      });
}

}  // namespace lianfang::expert
