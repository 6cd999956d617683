#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"
#include "tests/bench/loads.h"
#include "tests/bench/unary_calls.h"

namespace lianfang::bench {
namespace {

using exchange::v1::ExchangeService;
using Request = exchange::v1::PublishRecordsRequest;
using Response = exchange::v1::PublishRecordsResponse;

constexpr std::chrono::minutes kPatience{10};
constexpr int64_t kMessage = 1000;
constexpr size_t kAhead = 3;

// A well-formed citizen ID of nobody, another one for each number below 9,125,000.
std::string IdNumber(int64_t number) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const absl::CivilDay birth = absl::CivilDay(1970, 1, 1) + number / 1000 % 9125;
  std::string digits = absl::StrCat("140581", absl::FormatCivilTime(birth).substr(0, 4));
  const auto pad = [&](int64_t value, size_t width) {
    const std::string text = absl::StrCat(value);
    digits += std::string(width - text.size(), '0') + text;
  };
  pad(birth.month(), 2);
  pad(birth.day(), 2);
  pad(number % 1000, 3);
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  return digits + "10X98765432"[sum % 11];
}

exchange::v1::Record RecordOf(const std::string& load, int64_t number) {
  exchange::v1::Record record;
  record.set_kind(exchange::v1::RECORD_KIND_PERSON);
  record.set_source_id(absl::StrCat(load, "-", number));
  record.set_version(1);
  record.set_region("140581");
  record.set_industry("coal-mining");
  auto& content = *record.mutable_person();
  content.mutable_person()->set_display_name("欧阳小明");
  content.mutable_person()->set_id_document(exchange::v1::ID_DOCUMENT_RESIDENT_CARD);
  content.mutable_person()->set_id_number(IdNumber(number));
  content.mutable_employer()->set_credit_code("91350100M000100Y43");
  content.mutable_employer()->set_display_name("高平煤业有限责任公司");
  content.set_key_position("team-leader");
  content.set_job_title("班组长");
  *content.mutable_start_date() = ToDate(absl::CivilDay(2024, 1, 1));
  content.set_insured(true);
  return record;
}

}  // namespace

absl::StatusOr<Sample> RecordsLoad(const Target& target, int64_t items) {
  const auto channels = Connect(target);
  if (!channels.ok()) return channels.status();
  std::vector<Request> requests;
  const std::string load = NewUuid();
  for (int64_t number = 0; number < items; ++number) {
    if (number % kMessage == 0) requests.emplace_back();
    *requests.back().add_records() = RecordOf(load, number);
  }
  ExchangeService::Stub stub(channels->front());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  Sample sample;
  const absl::Time start = absl::Now();
  const auto stream = stub.PublishRecords(&context);
  std::deque<absl::Time> written;
  Response response;
  const auto read = [&] {
    if (!stream->Read(&response)) return false;
    const auto micros = static_cast<uint32_t>(absl::ToInt64Microseconds(absl::Now() - written.front()));
    written.pop_front();
    for (const auto& result : response.results()) {
      if (result.status().code() == 0) {
        sample.micros.push_back(micros);
      } else if (++sample.errors == 1) {
        std::cerr << "refused: " << result.status().message() << '\n';
      }
    }
    return response.status().code() == 0;
  };
  bool good = true;
  for (const Request& request : requests) {
    while (good && written.size() >= kAhead) good = read();
    written.push_back(absl::Now());
    good = good && stream->Write(request);
    if (!good) break;
  }
  while (good && !written.empty()) good = read();
  stream->WritesDone();
  const grpc::Status ended = stream->Finish();
  if (!ended.ok()) return FromGrpcStatus(ended);
  if (!good) return absl::DataLossError(absl::StrCat(sample.micros.size(), " of ", items, " records were stored"));
  std::sort(sample.micros.begin(), sample.micros.end());
  sample.elapsed = absl::Now() - start;
  return sample;
}

}  // namespace lianfang::bench
