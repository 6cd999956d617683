#include "services/exchange/read_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::HasSubstr;
using ::testing::Not;

class ReadTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Record> Get(const Call& call, const std::string& name, const std::string& agreement = "") {
    v1::GetRecordRequest request;
    request.set_name(name);
    request.set_agreement(agreement);
    if (!agreement.empty()) request.set_purpose(v1::PURPOSE_BUSINESS);
    return world_.reading.GetRecord(call, request);
  }
  absl::StatusOr<v1::RevealRecordResponse> Reveal(const Call& call, const std::string& name, const std::string& field,
                                                  const std::string& agreement = "",
                                                  const std::string& reason = "核对身份") {
    v1::RevealRecordRequest request;
    request.set_name(name);
    request.set_agreement(agreement);
    if (!agreement.empty()) request.set_purpose(v1::PURPOSE_BUSINESS);
    request.mutable_read_mask()->add_paths(field);
    request.set_reason(reason);
    request.set_request_id(NewUuid());
    return world_.reading.RevealRecord(call, request);
  }
  absl::StatusOr<v1::ListReadsResponse> Reads(const Call& call) {
    return world_.reading.ListReads(call, v1::ListReadsRequest());
  }

  World world_;
  const std::string name_ = world_.Published(world_.emergency, Accident());
};

TEST_F(ReadTest, OthersReadNothingWithoutAnAgreement) {
  EXPECT_EQ(Get(world_.health, name_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(world_.hrss, name_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(world_.office, name_).status().code(), absl::StatusCode::kNotFound) << "the office neither";
  EXPECT_EQ(world_.Query(world_.hrss, "")->records_size(), 0);
  EXPECT_EQ(Get(As(type::v1::ROLE_LIAISON, "emergency", "140500"), name_).status().code(), absl::StatusCode::kNotFound)
      << "nor the same department of another region";
  EXPECT_TRUE(world_.store.audited_reads().empty()) << "what is not shown is not read";
}

TEST_F(ReadTest, TheOwnerReadsMaskedAndTheReadIsAudited) {
  const auto record = Get(world_.emergency, name_);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->source_id(), "S1");
  EXPECT_EQ(record->accident().casualties(0).person().id_number(), "1****************X");
  EXPECT_EQ(record->agreement_edition(), "");
  ASSERT_EQ(Reads(world_.emergency)->reads_size(), 1);
  EXPECT_EQ(Reads(world_.emergency)->reads(0).record(), name_ + "/versions/1");
  EXPECT_EQ(Reads(world_.emergency)->reads(0).address(), "203.0.113.5");
  EXPECT_EQ(world_.store.audited_reads().size(), 1U);
}

TEST_F(ReadTest, AReaderSeesWhatTheAgreementGives) {
  const std::string agreement = world_.Agree();
  const auto record = Get(world_.hrss, name_, agreement);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->agreement_edition(), agreement + "/editions/1");
  EXPECT_EQ(record->accident().place(), "三采区");
  EXPECT_EQ(record->accident().casualties(0).person().id_number(), "");
  const auto listed = world_.Query(world_.hrss, agreement);
  ASSERT_EQ(listed->records_size(), 1);
  EXPECT_EQ(listed->agreement_edition(), agreement + "/editions/1");
  EXPECT_EQ(listed->records(0).SerializeAsString(), record->SerializeAsString());
  EXPECT_EQ(Reads(world_.emergency)->reads_size(), 2) << "the owner sees both reads";
  EXPECT_EQ(Reads(world_.emergency)->reads(0).purpose(), v1::PURPOSE_BUSINESS);
  EXPECT_EQ(Reads(world_.emergency)->reads(0).fields_size(), 4);
  EXPECT_EQ(Reads(world_.health)->reads_size(), 0);
  EXPECT_EQ(Reads(world_.auditor)->reads_size(), 2);
}

TEST_F(ReadTest, AnAgreementIsForItsReaderPurposeAndTime) {
  const std::string agreement = world_.Agree();
  EXPECT_EQ(ReasonOf(world_.Query(world_.health, agreement).status()), "NOT_THE_READER");
  EXPECT_EQ(ReasonOf(world_.Query(world_.emergency, agreement).status()), "NOT_THE_READER");
  EXPECT_EQ(ReasonOf(world_.Query(world_.hrss, agreement, v1::PURPOSE_STATISTICS).status()), "PURPOSE_NOT_AGREED");
  EXPECT_EQ(FaultOf(world_.Query(world_.hrss, agreement, v1::PURPOSE_UNSPECIFIED).status()), "purpose");
  EXPECT_EQ(world_.Query(world_.hrss, "plans/gaoping/agreements/none").status().code(), absl::StatusCode::kNotFound);
  world_.clock.Set(FromTimestamp(SampleTerms().end_time()));
  EXPECT_EQ(ReasonOf(world_.Query(world_.hrss, agreement).status()), "AGREEMENT_NOT_IN_FORCE");
}

TEST_F(ReadTest, AnAgreementThatWaitsGivesNothing) {
  v1::ProposeAgreementRequest request;
  request.set_plan(kPlan);
  request.set_agreement_id("accidents");
  *request.mutable_terms() = SampleTerms();
  request.set_request_id(NewUuid());
  const std::string agreement = world_.agreements.ProposeAgreement(world_.hrss, request)->name();
  EXPECT_EQ(ReasonOf(world_.Query(world_.hrss, agreement).status()), "AGREEMENT_NOT_IN_FORCE");
  (void)world_.Approve(world_.office, agreement, 1);
  EXPECT_EQ(ReasonOf(world_.Query(world_.hrss, agreement).status()), "AGREEMENT_NOT_IN_FORCE");
  (void)world_.Approve(world_.emergency_convener, agreement, 1);
  EXPECT_TRUE(world_.Query(world_.hrss, agreement).ok());
  (void)world_.End(world_.emergency_convener, agreement);
  EXPECT_EQ(ReasonOf(world_.Query(world_.hrss, agreement).status()), "AGREEMENT_NOT_IN_FORCE");
}

TEST_F(ReadTest, ConditionsOnFieldsThatAreNotGivenAreRefused) {
  const std::string agreement = world_.Agree();
  v1::QueryRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_agreement(agreement);
  request.set_purpose(v1::PURPOSE_BUSINESS);
  request.set_credit_code(kCreditCode);
  EXPECT_EQ(world_.reading.QueryRecords(world_.hrss, request)->records_size(), 1) << "the code is given";
  request.set_id_number(kIdNumber);
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.hrss, request).status()), "id_number");
  request.clear_id_number();
  *request.mutable_from_date() = ToDate(absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.hrss, request).status()), "from_date");
  request.clear_from_date();
  request.set_kind(v1::RECORD_KIND_DISEASE);
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.hrss, request).status()), "kind");
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_source_id("S1");
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.hrss, request).status()), "source_id");
}

TEST_F(ReadTest, TheOwnerFindsByNumberPersonAndDay) {
  v1::QueryRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_id_number("11010519491231002x");
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 1);
  request.set_id_number(kOtherIdNumber);
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 0);
  request.clear_id_number();
  request.set_source_id("S1");
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 1);
  request.set_industry("construction");
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.emergency, request).status()), "source_id")
      << "a condition beside it must not be passed over";
  request.clear_industry();
  request.set_source_id("S2");
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 0);
  request.clear_source_id();
  *request.mutable_until_date() = ToDate(absl::CivilDay(2026, 6, 12));
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 0);
  *request.mutable_until_date() = ToDate(absl::CivilDay(2026, 6, 13));
  EXPECT_EQ(world_.reading.QueryRecords(world_.emergency, request)->records_size(), 1);
  request.set_region("14");
  EXPECT_EQ(FaultOf(world_.reading.QueryRecords(world_.emergency, request).status()), "region");
}

TEST_F(ReadTest, ASearchForAPersonThatFindsNobodyIsAReadToo) {
  v1::AgreementTerms terms = SampleTerms();
  terms.add_fields("casualties.person.id_number");
  v1::QueryRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_agreement(world_.Agree(terms));
  request.set_purpose(v1::PURPOSE_BUSINESS);
  request.set_id_number(kOtherIdNumber);
  for (int i = 0; i < 2; ++i) ASSERT_EQ(world_.reading.QueryRecords(world_.hrss, request)->records_size(), 0);
  request.set_id_number(kIdNumber);
  ASSERT_EQ(world_.reading.QueryRecords(world_.hrss, request)->records_size(), 1);
  const auto reads = Reads(world_.emergency);
  ASSERT_EQ(reads->reads_size(), 3) << "the owner sees who searched its records";
  const v1::RecordRead& missed = reads->reads(1);
  EXPECT_EQ(missed.record(), "");
  EXPECT_EQ(missed.purpose(), v1::PURPOSE_BUSINESS);
  EXPECT_EQ(missed.reader(), world_.hrss.caller.uri);
  EXPECT_EQ(missed.address(), "203.0.113.5");
  EXPECT_EQ(missed.searched_person().size(), 32U);
  EXPECT_EQ(missed.searched_person(), reads->reads(2).searched_person()) << "the same person, searched for twice";
  EXPECT_NE(missed.searched_person(), reads->reads(0).searched_person());
  EXPECT_EQ(reads->reads(0).record(), name_ + "/versions/1");
  for (const v1::RecordRead& read : reads->reads()) {
    EXPECT_THAT(read.SerializeAsString(), Not(HasSubstr(kOtherIdNumber)));
  }
  const auto audited = world_.store.audited_reads();
  ASSERT_EQ(audited.size(), 3U) << "and so does the auditor, in the chain";
  EXPECT_THAT(audited[0], HasSubstr("PURPOSE_BUSINESS"));
  EXPECT_THAT(audited[0], HasSubstr("0 records of person " + missed.searched_person()));
  EXPECT_EQ(Reads(world_.health)->reads_size(), 0);
  world_.store.SetAway(true);
  EXPECT_FALSE(world_.reading.QueryRecords(world_.hrss, request).ok());
}

TEST_F(ReadTest, ASearchOfOwnRecordsThatFindsNobodyIsAReadToo) {
  v1::QueryRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_INJURY);
  request.set_id_number(kOtherIdNumber);
  ASSERT_TRUE(world_.reading.QueryRecords(world_.emergency, request).ok());
  const auto reads = Reads(world_.emergency);
  ASSERT_EQ(reads->reads_size(), 1);
  EXPECT_EQ(reads->reads(0).owner().department(), "emergency");
  request.clear_id_number();
  ASSERT_TRUE(world_.reading.QueryRecords(world_.emergency, request).ok());
  EXPECT_EQ(Reads(world_.emergency)->reads_size(), 1) << "a list that names nobody and shows nobody is none";
}

TEST_F(ReadTest, ListsByPage) {
  for (int i = 2; i <= 5; ++i) world_.Published(world_.emergency, Accident(i));
  v1::QueryRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_page_size(2);
  std::set<std::string> names;
  int pages = 0;
  do {
    const auto page = world_.reading.QueryRecords(world_.emergency, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Record& record : page->records()) names.insert(record.name());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 5U);
  EXPECT_EQ(pages, 3);
}

TEST_F(ReadTest, ARevealShowsOnePersonalFieldForAReason) {
  const std::string agreement = world_.Agree();
  EXPECT_EQ(FaultOf(Reveal(world_.hrss, name_, "casualties.person.id_number", agreement).status()),
            "read_mask.paths[0]")
      << "not agreed on";
  EXPECT_EQ(FaultOf(Reveal(world_.hrss, name_, "place", agreement).status()), "read_mask.paths[0]") << "not personal";
  EXPECT_EQ(FaultOf(Reveal(world_.hrss, name_, "casualties.person", agreement).status()), "read_mask.paths[0]");
  EXPECT_EQ(FaultOf(Reveal(world_.hrss, name_, "casualties.person.display_name", agreement, " ").status()), "reason");
  EXPECT_EQ(Reads(world_.emergency)->reads_size(), 0);
  const auto shown = Reveal(world_.hrss, name_, "casualties.person.display_name", agreement);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->record().accident().casualties(0).person().display_name(), "欧阳小明");
  EXPECT_THAT(shown->record().SerializeAsString(), Not(HasSubstr(kIdNumber)));
  const auto reads = Reads(world_.emergency);
  ASSERT_EQ(reads->reads_size(), 1);
  EXPECT_TRUE(reads->reads(0).revealed());
  EXPECT_EQ(reads->reads(0).reason(), "核对身份");
  EXPECT_THAT(reads->reads(0).fields(), ::testing::ElementsAre("casualties.person.display_name"));
  EXPECT_EQ(Reveal(world_.emergency, name_, "casualties.person.id_number")
                ->record()
                .accident()
                .casualties(0)
                .person()
                .id_number(),
            kIdNumber);
}

TEST_F(ReadTest, ARevealOfALegalRepresentativeIsAudited) {
  v1::Record employer = EmployerOf();
  employer.mutable_employer()->set_legal_representative("欧阳小明");
  const std::string name = world_.Published(world_.emergency, employer);
  ASSERT_TRUE(Get(world_.emergency, name).ok());
  EXPECT_EQ(Reads(world_.emergency)->reads_size(), 0) << "masked, it is no read of a person";
  const auto shown = Reveal(world_.emergency, name, "legal_representative");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->record().employer().legal_representative(), "欧阳小明");
  EXPECT_EQ(Reads(world_.emergency)->reads_size(), 1);
  EXPECT_EQ(world_.store.audited_reads().size(), 1U);
}

TEST_F(ReadTest, WhatCannotBeAuditedIsNotAnswered) {
  class Forgetful : public FakeExchangeStore {
   public:
    absl::Status LogReads(const std::vector<ReadRow>&, const audit::v1::AuditEvent&, absl::Time) override {
      return absl::UnavailableError("away");
    }
  };
  Forgetful store;
  PlanEditions plans(world_.source, store, world_.clock);
  const ExchangeContext context{store, plans, world_.cipher, world_.sealer, world_.clock};
  PublishService publishing(context, world_.metrics);
  ReadService reading(context);
  v1::PublishRecordsRequest publish;
  *publish.add_records() = Accident();
  v1::GetRecordRequest request;
  request.set_name(publishing.PublishRecords(world_.emergency, publish).results(0).name());
  EXPECT_EQ(reading.GetRecord(world_.emergency, request).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ReadTest, ARecordThatLeftTheScopeIsNotReadByItsOldVersion) {
  v1::AgreementTerms terms = SampleTerms();
  terms.add_industries("coal-mining");
  const std::string agreement = world_.Agree(terms);
  v1::Record moved = Accident();
  moved.set_version(2);
  moved.set_industry("construction");
  world_.Publish(world_.emergency, {moved});
  EXPECT_EQ(Get(world_.hrss, name_, agreement).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(world_.hrss, name_ + "/versions/1", agreement).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(Get(world_.emergency, name_ + "/versions/1").ok());
}

TEST_F(ReadTest, SmallCountsAreSuppressed) {
  v1::CountRecordsRequest request;
  request.set_kind(v1::RECORD_KIND_ACCIDENT);
  request.set_plan(kPlan);
  EXPECT_TRUE(world_.reading.CountRecords(world_.emergency, request)->total().suppressed());
  for (int i = 2; i <= 3; ++i) world_.Published(world_.emergency, Accident(i));
  EXPECT_EQ(world_.reading.CountRecords(world_.emergency, request)->total().count(), 3);
  *request.mutable_from_date() = ToDate(absl::CivilDay(2026, 6, 1));
  *request.mutable_until_date() = ToDate(absl::CivilDay(2026, 7, 1));
  EXPECT_EQ(world_.reading.CountRecords(world_.emergency, request)->total().count(), 3);
  *request.mutable_until_date() = ToDate(absl::CivilDay(2026, 6, 30));
  EXPECT_EQ(FaultOf(world_.reading.CountRecords(world_.emergency, request).status()), "until_date")
      << "ranges that overlap could be subtracted";
  request.clear_from_date();
  request.clear_until_date();
  const std::string agreement = world_.Agree();
  request.set_agreement(agreement);
  request.set_purpose(v1::PURPOSE_BUSINESS);
  EXPECT_EQ(world_.reading.CountRecords(world_.hrss, request)->total().count(), 3);
  request.set_grouping(v1::RECORD_GROUPING_MONTH);
  EXPECT_EQ(FaultOf(world_.reading.CountRecords(world_.hrss, request).status()), "grouping");
}

TEST_F(ReadTest, BadNamesAreNamed) {
  for (const char* bad : {"", "records/accident/x", "records/none/0123456789abcdef0123456789abcdef", "experts/a"}) {
    EXPECT_EQ(FaultOf(Get(world_.emergency, bad).status()), "name") << bad;
  }
  EXPECT_EQ(FaultOf(Get(world_.emergency, name_ + "/versions/0").status()), "name");
}

}  // namespace
}  // namespace lianfang::exchange
