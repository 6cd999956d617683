// A plan, callers and resources that tests of this service start from.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_TESTING_SAMPLE_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_TESTING_SAMPLE_H_

#include <string>

#include "absl/time/time.h"
#include "common/identity.h"
#include "google/type/date.pb.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination::testing {

inline constexpr char kPlan[] = "plans/sample";
inline constexpr char kCreditCode[] = "91350100M000100Y43";

// 2023-03-01 10:00 in the plan's zone.
absl::Time Now();
google::type::Date Date(int year, int month, int day);

// Departments hrss (leads), emergency, housing, health, union (observes); industries coal-mining, construction; tasks of every evidence.
PlanPtr SamplePlan();
PlanFrame SampleFrame();
PlanFrame FrameOf(const type::v1::Plan& plan);

Identity Caller(type::v1::Role role, const std::string& department, const std::string& person = "",
                const std::string& region = "140581");
inline Identity Office(const std::string& person = "") { return Caller(type::v1::ROLE_OFFICE, "hrss", person); }
inline Identity Liaison(const std::string& department, const std::string& person = "") {
  return Caller(type::v1::ROLE_LIAISON, department, person);
}
inline Identity Union() { return Caller(type::v1::ROLE_OBSERVER, "union"); }

// Of emergency and health, carried out on 2023-02-20: finding 1 a major hazard, finding 2 dust above its limit.
v1::Inspection CarriedOut();
// As a request has it: of emergency, about both findings, due on 2023-03-15.
v1::Order Draft();
// Drafted and served by emergency's person `zhang`.
v1::Order Served();
v1::AdvanceOrderRequest Step(v1::OrderAction action);
// Takes a step without asking whether it may be taken.
v1::Order After(v1::Order order, const v1::AdvanceOrderRequest& step, const std::string& actor, absl::Time now);

// As a request has it: on 2023-03-20, 9:00 to 11:00, of hrss, emergency and union.
v1::Conference Wanted();
v1::Activity Campaign();
v1::Opinion Wish();

}  // namespace lianfang::coordination::testing

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_TESTING_SAMPLE_H_
