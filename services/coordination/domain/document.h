// A resource as it is kept: the message of the contract, and what rows are found by, which follows from the message.
//
//   Document document = DocumentOf(order, frame);
//   const v1::Order order = *Parsed<v1::Order>(document);
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_DOCUMENT_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_DOCUMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianfang::coordination {

// Numbers are those of the database.
enum class Shelf {
  kTask = 1,
  kInspection = 2,
  kOrder = 3,
  kConference = 4,
  kActivity = 5,
  kOpinion = 6,
  kFile = 7,
  kTemplate = 8,
  kSelection = 9,
};

struct Document {
  Shelf shelf = Shelf::kTask;
  std::string name;
  std::string plan{};                      // `plans/{plan}`
  std::string office_region{};             // of the plan
  std::vector<std::string> readers{};      // departments that read it; empty: all of the plan's region
  std::vector<std::string> departments{};  // that lists find it by
  std::string industry{};                  // that lists find it by
  std::string credit_code{};               // of the employer
  int state = 0;                           // the contract's number; the kind of an activity
  absl::Time sort_time = absl::UnixEpoch();
  bool pending = false;   // something is left for the tick: somebody to tell, evidence to look for
  std::string content{};  // the message, serialised
};

// The message. DATA_LOSS when it does not parse.
template <typename Message>
absl::StatusOr<Message> Parsed(const Document& document) {
  Message message;
  if (!message.ParseFromString(document.content)) return absl::DataLossError("a stored message does not parse");
  return message;
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_DOCUMENT_H_
