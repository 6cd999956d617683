// Requests made from descriptors: messages filled with values that a service may know, changed in a few places, and bytes that are no
// such message any more.
#ifndef LIANFANG_TESTS_FUZZ_MESSAGE_MUTATOR_H_
#define LIANFANG_TESTS_FUZZ_MESSAGE_MUTATOR_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/time/time.h"
#include "tests/fuzz/word_pool.h"

namespace lianfang::fuzz {

// Not thread-safe. The pool and the source of randomness outlive it.
class MessageMutator {
 public:
  // `now` is the service's instant: times are chosen around it.
  MessageMutator(const WordPool& words, Random& random, absl::Time now) : words_(words), random_(random), now_(now) {}

  // Gives about half of the fields a value, to some depth.
  void Fill(google::protobuf::Message& message, int depth = 4);
  // Changes, adds, repeats or clears one to four fields at any depth. A request id is mostly made anew: the request is then no repeat.
  void Change(google::protobuf::Message& message);
  // The bytes of a message, spoilt: fields that the contract does not know, deep nesting, absurd repetition, wrong lengths and wire types.
  std::string Spoil(const google::protobuf::Descriptor& type, std::string bytes);

 private:
  using Field = google::protobuf::FieldDescriptor;

  uint64_t Below(uint64_t bound) { return random_() % bound; }
  bool OneIn(uint64_t count) { return Below(count) == 0; }
  void ChangeOne(google::protobuf::Message& message);
  void Set(google::protobuf::Message& message, const Field& field, int depth);
  void SetScalar(google::protobuf::Message& message, const Field& field);
  bool SetKnown(google::protobuf::Message& message);
  void RenewIds(google::protobuf::Message& message);
  std::string Text(const Field& field);
  int64_t Number();
  int EnumNumber(const Field& field);
  std::string Nested(const google::protobuf::Descriptor& type);

  const WordPool& words_;
  Random& random_;
  const absl::Time now_;
};

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_MESSAGE_MUTATOR_H_
