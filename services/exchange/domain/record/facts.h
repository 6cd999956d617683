// What a record is found and compared by beside its content: the columns of a stored version.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_FACTS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

struct RecordFacts {
  std::optional<absl::CivilDay> day;    // on which it happened; nothing for an employer
  std::string credit_code;              // of the employer; empty: none
  std::vector<std::string> id_numbers;  // of the persons in it, each once
  std::string casualties;               // an accident's counts; empty for other kinds
  // From then on another count of casualties needs a reason; infinite for other kinds.
  absl::Time casualties_final = absl::InfiniteFuture();
};

// Of a record that was checked. Days are those of `zone`.
RecordFacts FactsOf(const v1::Record& record, absl::TimeZone zone);

// The message of a record's kind; null without content.
const google::protobuf::Message* ContentOf(const v1::Record& record);
google::protobuf::Message* MutableContentOf(v1::Record& record);
// The message type of a kind; null for one that is none.
const google::protobuf::Descriptor* ContentType(v1::RecordKind kind);

// Whether records of the kind are about persons, whose reads are audited.
inline bool IsOfPersons(v1::RecordKind kind) { return kind != v1::RECORD_KIND_EMPLOYER; }

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_FACTS_H_
