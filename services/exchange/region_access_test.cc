// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <string>

#include "common/testing/region_table.h"
#include "services/exchange/subscription.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;       // NOLINT(build/namespaces): the samples
using namespace region_table;  // NOLINT(build/namespaces): the words of the table

const Roles kConvener = {type::v1::ROLE_CONVENER};
const Roles kAuditorOnly = {type::v1::ROLE_AUDITOR};

Call CallBy(const Identity& caller) {
  Call call;
  call.method = "lianfang.exchange.v1.ExchangeService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// What is not told to exist is left out.
absl::Status Seen(const absl::Status& status) { return absl::IsNotFound(status) ? Hidden() : status; }

class RegionAccessTest : public ::testing::Test {
 public:
  RegionAccessTest() {
    name_ = world_.Published(world_.emergency, Accident());
    world_.Publish(world_.emergency, {EmployerOf()});
    agreement_ = world_.Agree();
    waiting_ = *Propose(Caller(type::v1::ROLE_OFFICE, "140581"));
    v1::GetRecordRequest read;
    read.set_name(name_);
    (void)world_.reading.GetRecord(world_.emergency, read);
    v1::SetFigureDefinitionsRequest definitions;
    definitions.set_plan(kPlan);
    definitions.set_request_id(NewUuid());
    v1::FigureDefinition& definition = *definitions.add_definitions();
    definition.set_figure("accidents");
    definition.set_kind(v1::RECORD_KIND_ACCIDENT);
    definition.set_measure(v1::FIGURE_MEASURE_RECORDS);
    (void)world_.registers.SetFigureDefinitions(world_.office, definitions);
  }

  absl::StatusOr<std::string> Propose(const Identity& caller) {
    v1::ProposeAgreementRequest request;
    request.set_plan(kPlan);
    *request.mutable_terms() = SampleTerms();
    request.set_request_id(NewUuid());
    const auto proposed = world_.agreements.ProposeAgreement(CallBy(caller), request);
    if (!proposed.ok()) return proposed.status();
    return proposed->name();
  }

  absl::Status Publish(const Identity& caller) {
    v1::PublishRecordsRequest request;
    *request.add_records() = Accident();
    *request.mutable_records(0)->mutable_owner() = Owner("emergency");
    const auto response = world_.publishing.PublishRecords(CallBy(caller), request);
    return absl::Status(static_cast<absl::StatusCode>(response.results(0).status().code()), "");
  }

  absl::Status BatchPublish(const Identity& caller) {
    v1::BatchPublishRecordsRequest request;
    *request.add_records() = Accident();
    *request.mutable_records(0)->mutable_owner() = Owner("emergency");
    request.set_request_id(NewUuid());
    const auto response = world_.publishing.BatchPublishRecords(CallBy(caller), request);
    if (!response.ok()) return response.status();
    return absl::Status(static_cast<absl::StatusCode>(response->results(0).status().code()), "");
  }

  absl::Status Get(const Identity& caller) {
    v1::GetRecordRequest request;
    request.set_name(name_);
    return Seen(world_.reading.GetRecord(CallBy(caller), request).status());
  }

  absl::Status Query(const Identity& caller) {
    v1::QueryRecordsRequest request;
    request.set_kind(v1::RECORD_KIND_ACCIDENT);
    const auto found = world_.reading.QueryRecords(CallBy(caller), request);
    if (!found.ok()) return found.status();
    return found->records().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status Reveal(const Identity& caller) {
    v1::RevealRecordRequest request;
    request.set_name(name_);
    request.mutable_read_mask()->add_paths("casualties.person.id_number");
    request.set_reason("核对身份");
    request.set_request_id(NewUuid());
    return Seen(world_.reading.RevealRecord(CallBy(caller), request).status());
  }

  absl::Status Count(const Identity& caller) {
    v1::CountRecordsRequest request;
    request.set_kind(v1::RECORD_KIND_ACCIDENT);
    request.set_plan(kPlan);
    const auto counted = world_.reading.CountRecords(CallBy(caller), request);
    if (!counted.ok()) return counted.status();
    return counted->total().suppressed() || counted->total().count() > 0 ? absl::OkStatus() : Hidden();
  }

  absl::Status Subscribe(const Identity& caller) {
    v1::SubscribeRecordsRequest request;
    request.set_agreement(agreement_);
    request.set_purpose(v1::PURPOSE_BUSINESS);
    return RecordFeed::Open(world_.context, nullptr, CallBy(caller), request).status();
  }

  absl::Status Reads(const Identity& caller) {
    const auto reads = world_.reading.ListReads(CallBy(caller), v1::ListReadsRequest());
    if (!reads.ok()) return reads.status();
    return reads->reads().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status GetAgreement(const Identity& caller) {
    v1::GetAgreementRequest request;
    request.set_name(agreement_);
    return world_.agreements.GetAgreement(CallBy(caller), request).status();
  }

  absl::Status ListAgreements(const Identity& caller) {
    v1::ListAgreementsRequest request;
    request.set_plan(kPlan);
    return world_.agreements.ListAgreements(CallBy(caller), request).status();
  }

  absl::Status GetEmployer(const Identity& caller) {
    v1::GetEmployerRequest request;
    request.set_credit_code(kCreditCode);
    return Seen(world_.registers.GetEmployer(CallBy(caller), request).status());
  }

  absl::Status ListEmployers(const Identity& caller) {
    const auto employers = world_.registers.ListEmployers(CallBy(caller), v1::ListEmployersRequest());
    if (!employers.ok()) return employers.status();
    return employers->employers().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status Define(const Identity& caller) {
    v1::SetFigureDefinitionsRequest request;
    request.set_plan(kPlan);
    request.set_request_id(NewUuid());
    return world_.registers.SetFigureDefinitions(CallBy(caller), request).status();
  }

  absl::Status Definitions(const Identity& caller) {
    v1::GetFigureDefinitionsRequest request;
    request.set_plan(kPlan);
    return world_.registers.GetFigureDefinitions(CallBy(caller), request).status();
  }

  absl::Status Figures(const Identity& caller) {
    v1::ProposeFiguresRequest request;
    request.set_plan(kPlan);
    request.set_period("2026");
    request.set_region("140581");
    request.set_industry("coal-mining");
    const auto figures = world_.registers.ProposeFigures(CallBy(caller), request);
    if (!figures.ok()) return figures.status();
    return figures->figures(0).value().number() > 0 ? absl::OkStatus() : Hidden();
  }

  World world_;
  std::string name_;
  std::string agreement_;
  std::string waiting_;
};

TEST_F(RegionAccessTest, RecordsAreTheirOwnersAgreementsTheirPlans) {
  const auto by = [this](absl::Status (RegionAccessTest::*ask)(const Identity&)) {
    return [this, ask](const Identity& caller) { return (this->*ask)(caller); };
  };
  ExpectTable(*v1::GetRecordRequest::descriptor()->file()->service(0),
              {
                  {"PublishRecords", kFilers, "own", by(&RegionAccessTest::Publish)},
                  {"BatchPublishRecords", kFilers, "own", by(&RegionAccessTest::BatchPublish)},
                  {"GetRecord", kFilers, "own", by(&RegionAccessTest::Get)},
                  {"GetRecord", kOfficeOnly, "", by(&RegionAccessTest::Get)},
                  {"QueryRecords", kFilers, "own", by(&RegionAccessTest::Query)},
                  {"RevealRecord", kFilers, "own", by(&RegionAccessTest::Reveal)},
                  {"CountRecords", kFilers, "own", by(&RegionAccessTest::Count)},
                  {"SubscribeRecords", kOfficeOnly, "own", by(&RegionAccessTest::Subscribe)},
                  {"SubscribeRecords", kFilers, "", by(&RegionAccessTest::Subscribe)},
                  {"ListReads", kFilers, "own", by(&RegionAccessTest::Reads)},
                  {"ListReads", kAuditorOnly, "own above", by(&RegionAccessTest::Reads)},
                  {"ProposeAgreement", kParticipants, "own",
                   [this](const Identity& caller) { return Propose(caller).status(); }},
                  {"ApproveAgreement", kConvener, "own",
                   [this](const Identity& caller) { return world_.Approve(CallBy(caller), waiting_, 1).status(); }},
                  {"ApproveAgreement", kOfficeOnly, "own",
                   [this](const Identity& caller) { return world_.Approve(CallBy(caller), waiting_, 1).status(); }},
                  {"GetAgreement", kReaders, "own above", by(&RegionAccessTest::GetAgreement)},
                  {"ListAgreements", kReaders, "own above", by(&RegionAccessTest::ListAgreements)},
                  {"GetEmployer", kReaders, "own above", by(&RegionAccessTest::GetEmployer)},
                  {"ListEmployers", kReaders, "own above", by(&RegionAccessTest::ListEmployers)},
                  {"GetFigureDefinitions", kReaders, "own above", by(&RegionAccessTest::Definitions)},
                  {"ProposeFigures", kFilers, "own", by(&RegionAccessTest::Figures)},
                  {"SetFigureDefinitions", kOfficeOnly, "own", by(&RegionAccessTest::Define)},
                  {"EndAgreement", kOfficeOnly, "own",
                   [this](const Identity& caller) { return world_.End(CallBy(caller), agreement_).status(); }},
                  {"EndAgreement", kConvener, "own",
                   [this](const Identity& caller) { return world_.End(CallBy(caller), agreement_).status(); }},
              },
              kCounty);
}

}  // namespace
}  // namespace lianfang::exchange
