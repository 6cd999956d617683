// The service on a fake store, with a plan, a clock and callers: what handler tests start from.
#ifndef LIANFANG_SERVICES_EXCHANGE_TESTING_WORLD_H_
#define LIANFANG_SERVICES_EXCHANGE_TESTING_WORLD_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/metrics.h"
#include "common/rpc/call.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/exchange/agreement_service.h"
#include "services/exchange/domain/testing/sample.h"
#include "services/exchange/publish_service.h"
#include "services/exchange/read_service.h"
#include "services/exchange/register_service.h"
#include "services/exchange/store/testing/fake_exchange_store.h"

namespace lianfang::exchange::testing {

// Answers the sample plan.
class FakePlanSource : public PlanSource {
 public:
  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int /*edition*/, absl::Time) override {
    if (name != plan.name()) return absl::NotFoundError("no such plan");
    return plan;
  }
  type::v1::Plan plan = SamplePlan();
};

inline Call As(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Call call;
  call.method = "lianfang.exchange.v1.ExchangeService.Test";
  call.caller = {
      .uri = absl::StrCat("spiffe://t/region/", region, "/department/", department, "/role/", RoleName(role)),
      .region = region,
      .department = department,
      .role = role,
      .person = "",
      .service = ""};
  call.address = "203.0.113.5";
  call.deadline = absl::InfiniteFuture();
  return call;
}

inline std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : absl::StrCat("(", status.ToString(), ")");
}

// The first field at fault.
inline std::string FaultOf(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() && details->field_violations_size() > 0 ? details->field_violations(0).field()
                                                                     : absl::StrCat("(", status.ToString(), ")");
}

struct World {
  FakeClock clock{Now()};
  FakeExchangeStore store;
  FakePlanSource source;
  PlanEditions plans{source, store, clock};
  const FieldCipher cipher = *FieldCipher::Parse("k1 " + std::string(64, 'a'), std::string(64, 'b'));
  const RecordSealer sealer{cipher, Zone()};
  const ExchangeContext context{store, plans, cipher, sealer, clock};
  OpenedRecords records{store, sealer};
  Metrics metrics;
  PublishService publishing{context, metrics};
  ReadService reading{context};
  AgreementService agreements{context};
  RegisterService registers{context, records};

  const Call emergency = As(type::v1::ROLE_LIAISON, "emergency");
  const Call emergency_convener = As(type::v1::ROLE_CONVENER, "emergency");
  const Call health = As(type::v1::ROLE_LIAISON, "health");
  const Call hrss = As(type::v1::ROLE_LIAISON, "hrss");
  const Call office = As(type::v1::ROLE_OFFICE, "hrss");
  const Call auditor = As(type::v1::ROLE_AUDITOR, "audit");

  v1::PublishRecordsResponse Publish(const Call& call, const std::vector<v1::Record>& records_offered) {
    v1::PublishRecordsRequest request;
    for (const v1::Record& record : records_offered) *request.add_records() = record;
    return publishing.PublishRecords(call, request);
  }
  // The name of a record that is published well.
  std::string Published(const Call& call, const v1::Record& record) {
    return Publish(call, {record}).results(0).name();
  }

  // An agreement on the terms, in force.
  std::string Agree(const v1::AgreementTerms& terms = SampleTerms(), const std::string& amends = "") {
    v1::ProposeAgreementRequest request;
    request.set_plan(kPlan);
    *request.mutable_terms() = terms;
    request.set_request_id(NewUuid());
    if (!amends.empty()) {
      request.set_amends(amends);
      request.set_reason("调整共享范围");
    }
    const auto proposed = agreements.ProposeAgreement(hrss, request);
    if (!proposed.ok()) return proposed.status().ToString();
    const int edition = proposed->editions_size();
    (void)Approve(emergency_convener, proposed->name(), edition);
    (void)Approve(office, proposed->name(), edition);
    return proposed->name();
  }
  // An agreement in force for a year, by which hrss reads these fields of the convener's department.
  void AgreeOn(v1::RecordKind kind, const Call& convener, const std::vector<std::string>& fields,
               v1::Purpose purpose = v1::PURPOSE_RECONCILIATION) {
    v1::ProposeAgreementRequest request;
    request.set_plan(kPlan);
    request.set_agreement_id(absl::StrCat("of-", convener.caller.department, "-", kind, "-", purpose));
    v1::AgreementTerms& terms = *request.mutable_terms();
    *terms.mutable_owner() = Owner(convener.caller.department);
    *terms.mutable_reader() = Owner("hrss");
    terms.set_kind(kind);
    for (const std::string& field : fields) terms.add_fields(field);
    terms.add_purposes(purpose);
    *terms.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 365));
    request.set_request_id(NewUuid());
    const auto proposed = agreements.ProposeAgreement(hrss, request);
    ASSERT_TRUE(proposed.ok()) << proposed.status();
    ASSERT_TRUE(Approve(convener, proposed->name(), 1).ok());
    ASSERT_TRUE(Approve(office, proposed->name(), 1).ok());
  }
  absl::StatusOr<v1::Agreement> Approve(const Call& call, const std::string& name, int edition) {
    v1::ApproveAgreementRequest request;
    request.set_name(name);
    request.set_edition(edition);
    request.set_request_id(NewUuid());
    return agreements.ApproveAgreement(call, request);
  }
  absl::StatusOr<v1::Agreement> End(const Call& call, const std::string& name) {
    v1::EndAgreementRequest request;
    request.set_name(name);
    request.set_reason("不再需要");
    request.set_request_id(NewUuid());
    return agreements.EndAgreement(call, request);
  }
  absl::StatusOr<v1::QueryRecordsResponse> Query(const Call& call, const std::string& agreement,
                                                 v1::Purpose purpose = v1::PURPOSE_BUSINESS) {
    v1::QueryRecordsRequest request;
    request.set_kind(v1::RECORD_KIND_ACCIDENT);
    request.set_agreement(agreement);
    request.set_purpose(agreement.empty() ? v1::PURPOSE_UNSPECIFIED : purpose);
    return reading.QueryRecords(call, request);
  }
};

}  // namespace lianfang::exchange::testing

#endif  // LIANFANG_SERVICES_EXCHANGE_TESTING_WORLD_H_
