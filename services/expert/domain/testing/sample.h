// A plan with two pools, experts and engagements for tests. All persons are made up.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_SAMPLE_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_SAMPLE_H_

#include <functional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert::testing {

inline constexpr char kProfessional[] = "plans/sample/pools/professional";
inline constexpr char kTraining[] = "plans/sample/pools/training";
inline constexpr char kPartyCode[] = "91350100M000100Y43";
inline constexpr char kEmployerCode[] = "91140581MA00000015";

// Noon of 2026-06-01 where the plan is in force: when everything here happens.
absl::Time Now();
absl::Time At(absl::CivilSecond second);

PlanPtr SamplePlan();
PoolView Pool(const std::string& name = kProfessional);
// The sample plan with another policy of the professional pool, and that pool.
PlanPtr PlanWith(const std::function<void(type::v1::ExpertPool&)>& change);
PoolView PoolWith(const std::function<void(type::v1::ExpertPool&)>& change);

// A well-formed ID number of somebody born on this day.
std::string IdNumber(absl::CivilDay birth_date, int number);

// An expert as a department nominates one: born 1980, senior, covers all specialties.
v1::Expert Nomination(int number, const std::string& pool = kProfessional);

// An active member of the professional pool, `experts/e{number}`, with a term from 2025-06-01 on.
ExpertRecord Member(int number);

// A panel of three for a project review, as a department asks for it: from 9 to 11 on 2026-06-10.
v1::Engagement Need();
// The same as stored, `engagements/review`.
v1::Engagement Planned();

v1::Party Party(const std::string& code = kPartyCode);

}  // namespace lianfang::expert::testing

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_SAMPLE_H_
